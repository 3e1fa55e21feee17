import type { Flow, FlowResponse } from '../../../api/traffic.ts'
import { incidentAt } from '../../world/incidents.ts'
import { jamFactorAt, type Link } from '../../world/street-links.ts'

// In links.
const longestStreet = 4

/** Groups links into streets, because HERE reports the flow of streets that consist of several links. */
export function groupStreets(links: readonly Link[]): Link[][] {
  const streets: Link[][] = []
  for (const link of links) {
    const street = streets.at(-1)
    const before = street?.at(-1)
    if (before !== undefined && continues(before, link)) street?.push(link)
    else streets.push([link])
  }
  return streets
}

function continues(before: Link, link: Link): boolean {
  return (
    before.street === link.street &&
    before.isUpright === link.isUpright &&
    before.from + before.step === link.from &&
    (link.from / link.step) % longestStreet !== 0 &&
    isClosed(before) === isClosed(link)
  )
}

function isClosed({ street, isUpright, from }: Link): boolean {
  return incidentAt(street, isUpright, from)?.roadClosed ?? false
}

// Metres per second, by functional class.
const freeSpeeds = [30.6, 25, 16.7, 13.9, 8.3]

/** The flow of a street, averaged over its links. */
export function flowOf(street: readonly Link[]): FlowResponse['results'][number]['currentFlow'] {
  const segments = street.map((link) => ({ length: link.length, ...linkFlow(link) }))
  const [{ length: _, ...first }] = segments as [Flow & { length: number }]
  const whole = segments.reduce((sum, { length }) => sum + length, 0)
  const mean = segments.reduce((sum, { length, jamFactor }) => sum + jamFactor * length, 0) / Math.max(1, whole)
  return {
    ...first,
    ...(isClosed(street[0] as Link) ? {} : speedsAt(mean, first.freeFlow)),
    ...(segments.length > 1 ? { subSegments: segments } : {}),
  }
}

const closedFlow = { jamFactor: 10, speed: 0, speedUncapped: 0, traversability: 'closed' } as const

function linkFlow(link: Link): Flow {
  const freeFlow = freeSpeeds[link.functionalClass - 1] as number
  const jamFactor = jamFactorAt(link)
  const flow: Flow = {
    ...speedsAt(jamFactor, freeFlow),
    freeFlow,
    jamTendency: Math.round(((jamFactor * 10) % 3) - 1),
    confidence: 0.98,
    traversability: 'open',
  }
  return isClosed(link) ? { ...flow, ...closedFlow } : flow
}

function speedsAt(jamFactor: number, freeFlow: number): Pick<Flow, 'speed' | 'speedUncapped' | 'jamFactor'> {
  const speed = Number((freeFlow * (1 - jamFactor * 0.088)).toFixed(1))
  return { speed, speedUncapped: Number((speed * 1.05).toFixed(1)), jamFactor: Number(jamFactor.toFixed(1)) }
}
