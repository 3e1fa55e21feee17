import { isObject } from '../services/http/request.ts'

/** Whether a value is valid, and what it should be. */
export type Rule = readonly [isValid: (value: unknown) => boolean, expected: string]

export const text: Rule = [(value) => typeof value === 'string' && value !== '', 'a non-empty string']
export const boolean: Rule = [(value) => typeof value === 'boolean', 'true or false']
export const finite: Rule = [(value) => Number.isFinite(value), 'a number']
export const positive: Rule = [(value) => Number.isFinite(value) && (value as number) > 0, 'a number above 0']
export const natural: Rule = [(value) => Number.isSafeInteger(value) && (value as number) >= 0, 'a whole number from 0']
export const callback: Rule = [(value) => typeof value === 'function', 'a function']
export const pathPattern: Rule = [
  (value) => typeof value === 'string' && value.startsWith('/') && !/[*?#]/.test(value),
  'a path, such as /v1/discover or /v8/matrix/{id}',
]
export const texts: Rule = [
  (value) => isObject(value) && Object.values(value).every(text[0]),
  'an object of non-empty strings',
]

/** One of a list of strings. */
export function oneOf(list: readonly string[]): Rule {
  return [(value) => list.includes(value as string), list.map((item) => `'${item}'`).join(' or ')]
}

/** @throws TypeError that names an invalid value; `undefined` counts as omitted. */
export function checkValue(name: string, value: unknown, [isValid, expected]: Rule): void {
  if (value !== undefined && !isValid(value)) throw new TypeError(`${name} must be ${expected}`)
}

/** @throws TypeError that names an unknown or invalid option; an option that is `undefined` counts as omitted. */
export function checkOptions(name: string, options: unknown, rules: Readonly<Record<string, Rule>>): void {
  if (!isObject(options)) throw new TypeError(`${name} must be an object`)
  for (const [key, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined
    if (rule === undefined) throw new TypeError(`${name}.${key} is unknown; it takes ${Object.keys(rules).join(', ')}`)
    checkValue(`${name}.${key}`, value, rule)
  }
}
