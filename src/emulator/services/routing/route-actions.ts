import type { RouteAction } from '../../../api/routing.ts'
import type { LatLng } from '../../world/geography.ts'
import { addressNear } from '../../world/places.ts'
import { lengthOf, type Way } from '../../world/ways.ts'

/** A way, with how far it is and how long it takes. */
export interface Leg {
  way: Way
  length: number
  duration: number
}

/** An action that is at a point of the way. */
type PlacedAction = RouteAction & { offset: number }

/** What is done on a way: it begins, turns and ends. */
export function actionsOf(leg: Leg, hasInstructions: boolean): PlacedAction[] {
  const { way, length, duration } = leg
  const last = way.points.length - 1
  const whole = Math.max(1, lengthOf(way.points))
  const marks = [{ offset: 0 }, ...way.turns, { offset: last }]
  return marks.map((mark, index) => {
    const next = marks[index + 1]?.offset ?? last
    const part = lengthOf(way.points.slice(mark.offset, next + 1)) / whole
    const direction = 'direction' in mark ? mark.direction : undefined
    const action = direction !== undefined ? 'turn' : mark.offset === 0 && index === 0 ? 'depart' : 'arrive'
    const street = addressNear(way.points[mark.offset] as LatLng).street
    return {
      action,
      duration: Math.round(duration * part),
      length: Math.round(length * part),
      offset: mark.offset,
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

/** The same, with the names of the roads. */
export function turnByTurnOf(leg: Leg): RouteAction[] {
  return actionsOf(leg, false).map((action) => {
    const street = addressNear(leg.way.points[action.offset] as LatLng).street
    const nextRoad = { name: [{ value: street, language: 'en' }] }
    return action.action === 'arrive' ? { ...action, currentRoad: nextRoad } : { ...action, nextRoad }
  })
}
