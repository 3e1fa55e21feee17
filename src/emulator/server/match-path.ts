import type { PathParameters } from '../services/http/request.ts'

/** The values of a pattern's `{parameters}` in a path; `undefined` when the path does not match the pattern. */
export function matchPath(pattern: string, path: string): PathParameters | undefined {
  if (pattern === path) return {}
  const [expected, actual] = [pattern.split('/'), path.split('/')]
  if (expected.length !== actual.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, segment] of expected.entries()) {
    const name = /^\{(.+)\}$/.exec(segment)?.[1]
    if (name !== undefined) parameters[name] = decodeSegment(actual[index] as string)
    else if (segment !== actual[index]) return undefined
  }
  return parameters
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
