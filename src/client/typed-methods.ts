import type { AxiosRequestConfig, AxiosResponse, ResponseType } from 'axios'
import type { HereEndpoints } from '../api/endpoints.ts'
import type { HereRequestOptions } from '../request/options.ts'
import type { HereApi } from '../services/api-lookup.ts'
import type { HereServiceName } from '../services/service-table.ts'

/**
 * axios's `get`. For a path of {@link HereEndpoints} params and response have types; with a type argument, and for any other
 * path, it is as in axios.
 */
export interface HereGet {
  // This overload has more type parameters than axios's, so that a call with explicit type arguments never selects it.
  <
    Path extends KnownPath<'GET'>,
    S extends HereServiceName,
    As extends ResponseType,
    E extends Entry<'GET', Path, S>,
    D,
  >(
    url: Path,
    config?: EndpointConfig<D, never, S, As>,
  ): Promise<AxiosResponse<'json' extends As ? Part<E, 'response'> : Any>>
  <T = Any, R = AxiosResponse<T>, D = Any, P = Any, Url extends string = string>(
    url: PlainUrl<'GET', Url, P>,
    config?: AxiosRequestConfig<D, P>,
  ): Promise<R>
  // Last, as some compilers show what is wrong with the last one alone.
  <
    Path extends KnownPath<'GET'>,
    S extends HereServiceName,
    As extends ResponseType,
    E extends Entry<'GET', Path, S>,
    D,
  >(
    url: Path,
    config?: EndpointConfig<D, Part<Entry<'GET', Path, S>, 'params'>, S, As>,
  ): Promise<AxiosResponse<'json' extends As ? Part<E, 'response'> : Any>>
}

/**
 * axios's `post`. A path of {@link HereEndpoints} has types for params, body and response; with a type argument, and for
 * any other path, it is as in axios.
 */
export interface HerePost {
  <
    Path extends KnownPath<'POST'>,
    S extends HereServiceName,
    As extends ResponseType,
    E extends Entry<'POST', Path, S>,
    D,
  >(
    url: Path,
    data: Part<Entry<'POST', Path, S>, 'body'>,
    config?: EndpointConfig<D, never, S, As>,
  ): Promise<AxiosResponse<'json' extends As ? Part<E, 'response'> : Any>>
  <T = Any, R = AxiosResponse<T>, D = Any, P = Any, Url extends string = string>(
    url: PlainUrl<'POST', Url, P, D>,
    data?: D,
    config?: AxiosRequestConfig<D, P>,
  ): Promise<R>
  <
    Path extends KnownPath<'POST'>,
    S extends HereServiceName,
    As extends ResponseType,
    E extends Entry<'POST', Path, S>,
    D,
  >(
    url: Path,
    data: Part<Entry<'POST', Path, S>, 'body'>,
    config?: EndpointConfig<D, Part<Entry<'POST', Path, S>, 'params'>, S, As>,
  ): Promise<AxiosResponse<'json' extends As ? Part<E, 'response'> : Any>>
}

// biome-ignore lint/suspicious/noExplicitAny: axios's own default for a response without a type
type Any = any

type Method = 'GET' | 'POST'
type Key = keyof HereEndpoints

/** The paths that are known for a method. */
type KnownPath<M extends Method, K = Key> = K extends `${M} ${infer Rest}`
  ? Rest extends `${infer Path} ${string}`
    ? Path
    : Rest
  : never

/** What is known of a path: for the service, if there is something for it alone. */
type Entry<M extends Method, Path extends string, S extends string> = `${M} ${Path} ${S}` extends infer Own extends Key
  ? HereEndpoints[Own]
  : `${M} ${Path}` extends infer Shared extends Key
    ? HereEndpoints[Shared]
    : never

/** A part of an entry. A path of type `any` has no entry, so anything may be. */
type Part<E, Name extends 'params' | 'body' | 'response'> = [E] extends [never]
  ? Any
  : Name extends keyof E
    ? E[Name]
    : unknown

/** axios's config, with the params of an endpoint. */
interface EndpointConfig<D, P, S, As> extends Omit<AxiosRequestConfig<D>, 'here' | 'params' | 'responseType'> {
  params?: P | undefined
  responseType?: As
  here?: (Omit<HereRequestOptions, 'service'> & { service?: S | HereApi | undefined }) | undefined
}

/**
 * Rejects a known path, so that wrong params are an error and do not make the response `any`;
 * but for params and bodies whose fields TypeScript does not know.
 */
type PlainUrl<M extends Method, Url extends string, P, D = Any> = [Url] extends [KnownPath<M>]
  ? [IsOpaque<P>, IsOpaque<D>] extends [true, true]
    ? Url
    : never
  : Url

/** `any`, `unknown`, `object`, or a union of what is opaque. */
type IsOpaque<T> = unknown extends T ? true : object extends T ? true : [OpaqueMember<T>] extends [true] ? true : false

/**
 * A record of any names, a text, `URLSearchParams`, bytes, a form, a stream: by their shape, as not every app's types have
 * them all.
 */
type OpaqueMember<T> = T extends string | OpaqueShape ? true : string extends keyof T ? true : false
type OpaqueShape =
  | { getAll(name: string): unknown }
  | { byteLength: number }
  | { arrayBuffer(): unknown }
  | { pipe: unknown }
  | { getReader(): unknown }
