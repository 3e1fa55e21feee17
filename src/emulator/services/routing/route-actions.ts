import type { RouteAction } from '../../../api/routing.ts'
import { addressNear } from '../../world/cities.ts'
import { type LatLng, lengthOf } from '../../world/geography.ts'
import type { Way } from '../../world/ways.ts'

/** The way between two stops, with its length in metres and its duration in seconds. */
export interface RouteLeg {
  way: Way
  length: number
  duration: number
}

/** An action at a point of the way. */
type PlacedAction = RouteAction & { offset: number }

/** The actions on a leg: it departs, turns and arrives. */
export function actionsOf(leg: RouteLeg, hasInstructions: boolean): PlacedAction[] {
  const { way, length, duration } = leg
  const last = way.points.length - 1
  const whole = Math.max(1, lengthOf(way.points))
  const starts = [{ offset: 0 }, ...way.turns, { offset: last }]
  return starts.map((start, index) => {
    const next = starts[index + 1]?.offset ?? last
    const part = lengthOf(way.points.slice(start.offset, next + 1)) / whole
    const direction = 'direction' in start ? start.direction : undefined
    const action = direction !== undefined ? 'turn' : start.offset === 0 && index === 0 ? 'depart' : 'arrive'
    const street = addressNear(way.points[start.offset] as LatLng).street
    return {
      action,
      duration: Math.round(duration * part),
      length: Math.round(length * part),
      offset: start.offset,
      ...(direction === undefined ? {} : { direction, severity: 'quite' }),
      ...(hasInstructions ? { instruction: instructionOf(action, street, direction, Math.round(length * part)) } : {}),
    }
  })
}

function instructionOf(action: string, street: string, direction: string | undefined, length: number): string {
  if (action === 'arrive') return `Arrive at ${street}.`
  return action === 'turn'
    ? `Turn ${direction} onto ${street}. Go for ${length} m.`
    : `Start on ${street}. Go for ${length} m.`
}

/** The same actions with the names of the roads. */
export function turnByTurnOf(leg: RouteLeg): RouteAction[] {
  return actionsOf(leg, false).map((action) => {
    const street = addressNear(leg.way.points[action.offset] as LatLng).street
    const road = { name: [{ value: street, language: 'en' }] }
    return action.action === 'arrive' ? { ...action, currentRoad: road } : { ...action, nextRoad: road }
  })
}
