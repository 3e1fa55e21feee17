import type { AxiosInstance, AxiosInterceptorManager, InternalAxiosRequestConfig } from 'axios'

/** An interceptor as axios keeps it in its list. */
interface Interceptor {
  fulfilled: ((value: never) => unknown) | null
  rejected: ((error: unknown) => unknown) | null
  synchronous?: boolean
  runWhen?: ((config: InternalAxiosRequestConfig) => boolean) | null
}

/** axios's way through the list, which it takes for each request. */
interface List {
  forEach(visit: (interceptor: Interceptor) => void): void
}

type RequestInterceptor = (config: InternalAxiosRequestConfig) => InternalAxiosRequestConfig

/**
 * Puts two interceptors next to the adapter: the request one runs after all others and the response one before them,
 * whenever they were added, in either of axios's orders, and also after an app has cleared its interceptors.
 *
 * @returns a function that takes them off again
 */
export function addInnermost(
  { interceptors }: AxiosInstance,
  onRequest: RequestInterceptor,
  onError: (error: unknown) => Promise<never>,
): () => void {
  const requestId = interceptors.request.use(onRequest, null, { synchronous: true })
  const responseId = interceptors.response.use(null, onError)
  const own = { fulfilled: onRequest, rejected: null, synchronous: true }
  const takeOffRequest = visitInstead(
    interceptors.request,
    ({ fulfilled }) => fulfilled === onRequest,
    [{ ...own, runWhen: runsFirstAddedLast }],
    [{ ...own, runWhen: (config) => !runsFirstAddedLast(config) }],
  )
  const takeOffResponse = visitInstead(
    interceptors.response,
    ({ rejected }) => rejected === onError,
    [{ fulfilled: null, rejected: onError }],
    [],
  )
  return () => {
    takeOffRequest()
    takeOffResponse()
    interceptors.request.eject(requestId)
    interceptors.response.eject(responseId)
  }
}

// `use` alone fixes the place in the list by the time of the call. An axios that no longer goes through its list by
// `forEach` would still find the interceptors there.
function visitInstead<V>(
  manager: AxiosInterceptorManager<V>,
  isOwn: (interceptor: Interceptor) => boolean,
  before: Interceptor[],
  after: Interceptor[],
): () => void {
  const list = manager as unknown as List
  const { forEach } = list
  list.forEach = (visit) => {
    before.forEach(visit)
    forEach.call(list, (interceptor) => {
      if (!isOwn(interceptor)) visit(interceptor)
    })
    after.forEach(visit)
  }
  return () => {
    list.forEach = forEach
  }
}

// axios's usual order; `legacyInterceptorReqResOrdering: false` turns it round.
function runsFirstAddedLast({ transitional }: InternalAxiosRequestConfig): boolean {
  return transitional === undefined || Boolean(transitional.legacyInterceptorReqResOrdering)
}
