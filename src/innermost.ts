import type { AxiosInstance, AxiosInterceptorManager, InternalAxiosRequestConfig } from 'axios'
import { mark } from './mark.ts'

/** An interceptor as axios keeps it in its list: with all keys in its order, for else V8 takes it for another kind of thing. */
interface Interceptor {
  fulfilled: OnRequest | null
  rejected: OnError | null
  synchronous: boolean
  runWhen: ((config: InternalAxiosRequestConfig) => boolean) | null
}

type OnRequest = (config: InternalAxiosRequestConfig) => InternalAxiosRequestConfig
type OnError = (error: unknown) => Promise<never>

/** axios's way through the list, which it takes for each request. */
type ForEach = (this: List, visit: (interceptor: Interceptor) => void) => void

/** A list that is gone through in our way. What that takes stands in the list itself, where it is found soonest. */
interface List extends AxiosInterceptorManager<InternalAxiosRequestConfig> {
  forEach: ForEach
  [mark]?: OnRequest | null
  [onErrorOf]?: OnError | null
  [forEachOf]?: ForEach
}

const onErrorOf: unique symbol = Symbol() as never
const forEachOf: unique symbol = Symbol() as never

/**
 * Puts two interceptors next to the adapter: the request one runs after all others and the response one before them,
 * whenever they were added, in either of axios's orders, and also after an app has cleared its interceptors.
 *
 * @returns a function that takes them off again
 * @throws TypeError when the instance has such ones already, also of another copy of this package
 */
export function addInnermost(
  { interceptors: { request, response } }: AxiosInstance,
  onRequest: OnRequest,
  onError: OnError,
): () => void {
  if (mark in request) throw new TypeError('This instance signs in to HERE already')
  const takeOffRequest = visitAround(request as unknown as List, onRequest, null)
  const takeOffResponse = visitAround(response as unknown as List, null, onError)
  return () => {
    takeOffRequest()
    takeOffResponse()
  }
}

// `use` alone fixes the place in the list by the time of the call. An axios that no longer goes through its list by
// `forEach` would still find the interceptor there.
function visitAround(list: List, fulfilled: OnRequest | null, rejected: OnError | null): () => void {
  const id = list.use(fulfilled, rejected, { synchronous: true })
  const { forEach } = list
  Object.assign(list, { [mark]: fulfilled, [onErrorOf]: rejected, [forEachOf]: forEach, forEach: visitAll })
  return () => {
    list.forEach = forEach
    delete list[mark]
    list.eject(id)
  }
}

// Our interceptors are made anew for each request, which takes less time than to fetch those of one client among many from
// memory. And one function serves all lists, as calls of it are faster than of one for each.
const visitAll: ForEach = function (visit) {
  const { [mark]: fulfilled, [onErrorOf]: rejected, [forEachOf]: forEach } = this as Required<List>
  visit({ fulfilled, rejected, synchronous: true, runWhen: runsFirstAddedLast })
  forEach.call(this, (other) => {
    if (other.fulfilled !== fulfilled || other.rejected !== rejected) visit(other)
  })
  if (fulfilled) visit({ fulfilled, rejected, synchronous: true, runWhen: runsFirstAddedFirst })
}

// axios's usual order; `legacyInterceptorReqResOrdering: false` turns it round.
const runsFirstAddedLast = ({ transitional }: InternalAxiosRequestConfig): boolean =>
  !transitional || Boolean(transitional.legacyInterceptorReqResOrdering)

const runsFirstAddedFirst = (config: InternalAxiosRequestConfig): boolean => !runsFirstAddedLast(config)
