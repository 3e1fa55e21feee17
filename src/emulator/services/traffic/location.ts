import type { TrafficLocation } from '../../../api/traffic.ts'
import { addressNear } from '../../world/cities.ts'
import type { LatLng } from '../../world/geography.ts'
import { hexId } from '../../world/random.ts'
import type { Link } from '../../world/street-links.ts'

/** The location of a street, with the references that `locationReferencing` names. */
export function locationOf(street: readonly Link[], references: readonly string[]): TrafficLocation {
  const [first] = street as [Link]
  const id = `${first.isUpright} ${first.street} ${first.from} ${first.step}`
  const length = street.reduce((sum, link) => sum + link.length, 0)
  const shape = street.map(({ points, length, functionalClass }) => ({ points, length, functionalClass }))
  const segments = street.map(({ street, from, length }) => ({
    ref: `here:cm:segment:${street}${String(from).padStart(6, '0')}#+0..1`,
    length,
  }))
  const tmc = { tableId: '25:1', locationId: first.street % 60_000, direction: '+' }
  return {
    description: addressNear(first.points[0] as LatLng).street,
    length,
    ...(references.includes('shape') ? { shape: { links: shape } } : {}),
    ...(references.includes('olr') ? { olr: Buffer.from(hexId(id), 'hex').toString('base64') } : {}),
    ...(references.includes('tmc') ? { tmc } : {}),
    ...(references.includes('segmentRef') ? { segmentRef: { segments } } : {}),
  }
}
