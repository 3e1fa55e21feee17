import { isObject } from '../services/http/request.ts'
import {
  boolean,
  callback,
  checkOptions,
  checkValue,
  finite,
  natural,
  oneOf,
  pathPattern,
  positive,
  type Rule,
  text,
  texts,
} from './option-rules.ts'

type Rules = Readonly<Record<string, Rule>>

const seconds: Rule = [natural[0], 'a whole number of seconds']
const milliseconds: Rule = [finite[0], 'a number of milliseconds']
const object: Rule = [isObject, 'an object']

const jobRules: Rules = { polls: natural, outcome: oneOf(['success', 'failure', 'timeout']), retryAfter: seconds }

const emulatorRules: Rules = {
  port: [(value) => natural[0](value) && (value as number) < 65_536, 'a port, 0 to 65535'],
  tokenLifetime: seconds,
  clockOffset: milliseconds,
  credentials: object,
  publicKeys: texts,
  requestsPerSecond: positive,
  jobs: object,
}

const failureRules: Rules = {
  status: [(value) => natural[0](value) && (value as number) >= 200 && (value as number) < 600, 'a status, 200 to 599'],
  headers: object,
  body: [() => true, 'anything'],
  reset: boolean,
  cut: boolean,
  delay: milliseconds,
  times: [(value) => value === Number.POSITIVE_INFINITY || natural[0](value), 'a whole number, or Infinity'],
  when: [(value) => callback[0](value) || pathPattern[0](value), `a function, or ${pathPattern[1]}`],
}

/** @throws TypeError that names the unknown or invalid option */
export function checkEmulatorOptions(options: { credentials?: unknown; jobs?: unknown }): void {
  checkOptions('options', options, emulatorRules)
  const { credentials, jobs } = options
  if (credentials !== undefined) {
    // `tokenEndpointUrl` is ignored: allowed, so that the credentials of another emulator can be passed.
    checkOptions('options.credentials', credentials, {
      accessKeyId: text,
      accessKeySecret: text,
      tokenEndpointUrl: text,
    })
  }
  if (jobs !== undefined) checkOptions('options.jobs', jobs, jobRules)
}

/** @throws TypeError that names the invalid value */
export function checkLifetime(value: unknown): void {
  checkValue('seconds', value ?? null, seconds)
}

/** @throws TypeError that names the invalid value */
export function checkOffset(value: unknown): void {
  checkValue('milliseconds', value ?? null, milliseconds)
}

/** @throws TypeError that names the invalid value */
export function checkRate(requestsPerSecond: unknown, options: unknown): void {
  checkValue('requestsPerSecond', requestsPerSecond, positive)
  checkOptions('options', options, { retryAfter: seconds })
}

/** @throws TypeError that names the invalid value */
export function checkJobs(jobs: unknown): void {
  checkOptions('jobs', jobs, jobRules)
}

/** @throws TypeError that names the invalid value */
export function checkFailure(failure: unknown): void {
  checkOptions('failure', failure, failureRules)
}

/** @throws TypeError that names the invalid value */
export function checkHandler(name: unknown, handler: unknown, options: unknown): void {
  checkValue('path', name ?? null, pathPattern)
  checkValue('handler', handler ?? null, callback)
  checkOptions('options', options, { isPublic: boolean })
}
