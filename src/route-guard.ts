import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { redactResponse } from './http/redact.ts'
import { type BeforeRedirect, carryBefore } from './http/redirects.ts'
import { keepForm } from './http/repeatable-form.ts'
import { isPlainLoopback } from './http/trusted-hosts.ts'
import type { Sending } from './request/context.ts'
import type { AccessToken } from './token/cached-token.ts'
import { queryOf } from './token/query.ts'

/** Takes back what readied a request for its way. */
type LeaveRoute = (config: InternalAxiosRequestConfig, response: AxiosResponse | undefined) => void

/** What a request had in place of what readied it. */
interface Own {
  beforeRedirect: BeforeRedirect | undefined
  proxy: InternalAxiosRequestConfig['proxy'] | undefined
  /** Whether `proxy` was replaced. */
  isDirect: boolean
  removeQuery: (() => void) | undefined
}

/** Readies a request that holds the token for its way. What it returns takes that back, and is given the answer. */
export type GuardRoute = (sending: Sending, token: AccessToken) => LeaveRoute

/** The guard of requests on Node's http adapter, which follows redirects and goes through proxies by itself. */
export const guardRoute: GuardRoute = ({ sender, config, adapter, target }, token) => {
  const { beforeRedirect, proxy, data } = config
  if (data) keepForm(config, adapter)
  config.beforeRedirect = beforeRedirect ? carryBefore(beforeRedirect, sender.carryToken) : sender.carryToken
  // One that the environment names would take the token off this machine.
  const isDirect = proxy == null && isPlainLoopback(target)
  if (isDirect) config.proxy = false
  const removeQuery = addQuery(config, queryOf(token))
  // Most have nothing to give back, and a closure in this function would cost them something all the same.
  return beforeRedirect !== undefined || isDirect || removeQuery
    ? leaveAndGiveBack({ beforeRedirect, isDirect, proxy, removeQuery })
    : leaveRoute
}

const leaveRoute: LeaveRoute = (config, response) => {
  delete config.beforeRedirect
  if (response && config.responseType === 'stream') redactResponse(response)
}

function leaveAndGiveBack({ beforeRedirect, isDirect, proxy, removeQuery }: Own): LeaveRoute {
  return (config, response) => {
    leaveRoute(config, response)
    if (beforeRedirect !== undefined) config.beforeRedirect = beforeRedirect
    if (isDirect) giveBackProxy(config, proxy)
    removeQuery?.()
  }
}

function giveBackProxy(config: InternalAxiosRequestConfig, proxy: Own['proxy']): void {
  if (proxy === undefined) delete config.proxy
  else config.proxy = proxy
}

function addQuery(
  config: InternalAxiosRequestConfig,
  query: Readonly<Record<string, string>> | undefined,
): (() => void) | undefined {
  if (query === undefined) return undefined
  const { params, url } = config
  writeQuery(config, query)
  return () => Object.assign(config, { params, url })
}

// What the caller says goes first. Parameters of a kind that only a serializer of the caller's knows stay as they are.
function writeQuery(config: InternalAxiosRequestConfig, query: Readonly<Record<string, string>>): void {
  const { params, url = '' } = config
  const [address = '', fragment] = url.split('#')
  const inUrl = new URLSearchParams(address.split('?')[1])
  const own = Object.entries(query).filter(([name]) => !inUrl.has(name) && !hasParameter(params, name))
  if (params instanceof URLSearchParams) config.params = new URLSearchParams([...params, ...own])
  else if (params == null || isPlainObject(params)) config.params = { ...params, ...Object.fromEntries(own) }
  else if (own.length > 0) {
    const added = `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams(own)}`
    config.url = fragment === undefined ? added : `${added}#${fragment}`
  }
}

function hasParameter(params: unknown, name: string): boolean {
  if (params instanceof URLSearchParams) return params.has(name)
  return isPlainObject(params) && Object.hasOwn(params, name) && params[name] != null
}

/** Over plain HTTP the token must not leave this machine, and a proxy is another one, most times. */
export function staysLocal({ proxy }: InternalAxiosRequestConfig, target: string): boolean {
  return !isPlainLoopback(target) || !proxy || isPlainLoopback(`http://${proxy.host}`)
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}
