import type { AxiosInstance, AxiosInterceptorManager, InternalAxiosRequestConfig } from 'axios'

/** An interceptor as axios keeps it in its list: with all keys in its order, for else V8 takes it for another kind of thing. */
interface Interceptor {
  fulfilled: ((value: never) => unknown) | null
  rejected: ((error: unknown) => unknown) | null
  synchronous: boolean
  runWhen: ((config: InternalAxiosRequestConfig) => boolean) | null
}

/** axios's way through the list, which it takes for each request. */
type ForEach = (this: List, visit: (interceptor: Interceptor) => void) => void

interface List {
  forEach: ForEach
  [mark]?: Innermost
}

/** The way through a list, and what stands before and after all others of it. */
interface Innermost {
  forEach: ForEach
  first: Interceptor
  last: Interceptor | undefined
}

// On the list itself, where a second copy of this package (ESM and CommonJS in one process) sees it too.
const mark: unique symbol = Symbol.for('axios-here') as never

type RequestInterceptor = (config: InternalAxiosRequestConfig) => InternalAxiosRequestConfig

/**
 * Puts two interceptors next to the adapter: the request one runs after all others and the response one before them,
 * whenever they were added, in either of axios's orders, and also after an app has cleared its interceptors.
 *
 * @returns a function that takes them off again
 * @throws TypeError when the instance has such ones already, also of another copy of this package
 */
export function addInnermost(
  { interceptors: { request, response } }: AxiosInstance,
  onRequest: RequestInterceptor,
  onError: (error: unknown) => Promise<never>,
): () => void {
  if (mark in request) throw new TypeError('This instance signs itself in to HERE already')
  const takeOffRequest = visitAround(
    request,
    { fulfilled: onRequest, rejected: null, synchronous: true, runWhen: runsFirstAddedLast },
    { fulfilled: onRequest, rejected: null, synchronous: true, runWhen: runsFirstAddedFirst },
  )
  const takeOffResponse = visitAround(response, {
    fulfilled: null,
    rejected: onError,
    synchronous: false,
    runWhen: null,
  })
  return () => {
    takeOffRequest()
    takeOffResponse()
  }
}

// `use` alone fixes the place in the list by the time of the call. An axios that no longer goes through its list by
// `forEach` would still find the interceptor there.
function visitAround<V>(manager: AxiosInterceptorManager<V>, first: Interceptor, last?: Interceptor): () => void {
  const { fulfilled, rejected, synchronous } = first
  const id = manager.use(fulfilled as never, rejected, { synchronous })
  const list = manager as unknown as List
  const { forEach } = list
  list[mark] = { forEach, first, last }
  list.forEach = visitAll
  return () => {
    list.forEach = forEach
    delete list[mark]
    manager.eject(id)
  }
}

// One function for all instances: calls of it are faster than of one for each instance.
const visitAll: ForEach = function (visit) {
  const { forEach, first, last } = this[mark] as Innermost
  visit(first)
  forEach.call(this, (other) => {
    if (other.fulfilled !== first.fulfilled || other.rejected !== first.rejected) visit(other)
  })
  if (last) visit(last)
}

// axios's usual order; `legacyInterceptorReqResOrdering: false` turns it round.
function runsFirstAddedLast({ transitional }: InternalAxiosRequestConfig): boolean {
  return transitional === undefined || Boolean(transitional.legacyInterceptorReqResOrdering)
}

function runsFirstAddedFirst(config: InternalAxiosRequestConfig): boolean {
  return !runsFirstAddedLast(config)
}
