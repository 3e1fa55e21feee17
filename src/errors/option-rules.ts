/** A test of one option's value, and the rule in words: `here.auth must be a boolean`. */
export type OptionRule = readonly [isValid: (value: unknown) => boolean, expected: string]

/** The options that exist, by name. */
export type OptionRules = Readonly<Record<string, OptionRule>>

/**
 * Checks the values under the key `here`, and copies them. The copy has no prototype, so that a property of a polluted
 * `Object.prototype` is not taken for an option.
 *
 * @param toError makes the error that is thrown; its message names the option, never the value
 */
export function checkOptions(
  options: unknown,
  rules: OptionRules,
  toError: (message: string) => Error,
): Record<string, unknown> {
  if (!isPlainOptions(options)) throw toError('here must be an object')
  const checked: Record<string, unknown> = Object.create(null)
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (!rule) throw toError(`here.${name} is not an option; the options are: ${Object.keys(rules).join(', ')}`)
    const [isValid, expected] = rule
    if (value === undefined) continue
    if (!isValid(value)) throw toError(`here.${name} must be ${expected}`)
    checked[name] = value
  }
  return checked
}

/** A rule for `typeof`. */
export function ofType(type: 'boolean' | 'function'): OptionRule {
  return [(value) => typeof value === type, `a ${type}`]
}

/** Whether options were given as an object with named values. */
export function isPlainOptions(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
