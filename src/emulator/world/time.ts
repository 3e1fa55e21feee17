/** A minute in milliseconds. */
export const minute = 60_000
/** An hour in milliseconds. */
export const hour: number = 60 * minute
/** A day in milliseconds. */
export const day: number = 24 * hour

/** The default time. It never changes, so that the same request always gets the same response. */
export const usualTime: number = Date.parse('2026-01-05T08:00:00Z')

/** Parses a time as HERE's parameters have it; the default time when it is missing or malformed. */
export function parseTime(text: string | null | undefined): number {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? usualTime : time
}

/** Formats a time as HERE's responses have it. */
export function formatTime(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z')
}
