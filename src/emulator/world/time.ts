/** What time it is where nothing else was asked for: always the same, so that the same question has the same answer. */
export const usualTime: number = Date.parse('2026-01-05T08:00:00Z')

/** Reads a time as HERE's parameters write it; the usual one when none was given, or none that can be read. */
export function parseTime(text: string | null | undefined): number {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? usualTime : time
}

/** A time as HERE's answers write it. */
export function formatTime(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z')
}
