import type { AxiosRequestConfig } from 'axios'
import {
  type CredentialSource,
  type CredentialSourceContext,
  type DataLensCredentials,
  type JwtCredentials,
  type OAuthCredentials,
  requestParameters,
  type SignInCredentials,
  type SuppliedToken,
} from '../credentials/types.ts'
import { checkCredentials } from '../credentials/validate.ts'
import type { Emit } from '../errors/events.ts'
import { type HereRegion, tokenEndpoints } from '../services/service-table.ts'
import { createAccessKeyGrant } from './grants/access-key.ts'
import { createDataLensGrant } from './grants/data-lens.ts'
import type { Grant } from './grants/grant.ts'
import { createPrivateKeyGrant, type ReadPrivateKey } from './grants/private-key-jwt.ts'
import type { FetchTokenOptions } from './options.ts'
import { resolveCredentials } from './resolve-credentials.ts'
import { createSharedTokenCache, type SharedTokenCache } from './shared-token-cache.ts'
import { createFetchedToken, type FetchedToken, type FetchToken, toFetchedToken } from './token-cache.ts'
import { createRequestToken, timeLimitOf } from './token-endpoint.ts'
import { isTokenStore } from './token-store.ts'

/** What platforms do differently when credentials are exchanged for a token. */
export interface CredentialReaders {
  /** Loads the credentials provider of clients that were created without credentials. */
  loadDefaultCredentials(): Promise<CredentialSource>
  readPrivateKey: ReadPrivateKey
}

/**
 * Creates the function that turns credentials, in any of their forms, into a token.
 *
 * @throws TypeError for credentials or options that are given and wrong
 */
export function createFetchToken(
  { credentials, options, readTransport, emit }: FetchTokenOptions,
  { loadDefaultCredentials, readPrivateKey }: CredentialReaders,
): FetchToken {
  const { region = 'global', tokenRequest = {}, tokenStore } = options
  checkTokenRequest(tokenRequest)
  if (tokenStore && !isTokenStore(tokenStore)) {
    throw new TypeError('here.tokenStore must be an object with the methods get, set and delete')
  }
  const isFixed = credentials !== undefined && typeof credentials !== 'function'
  const fixedCredentials = isFixed ? checkCredentials(credentials) : undefined
  const context = createProviderContext(emit)
  const requestToken = createRequestToken(() => ({ ...readTransport(), ...tokenRequest }), emit)
  const sharedCache = tokenStore && createSharedTokenCache(tokenStore, emit)

  async function fetchFromHere(grant: Grant): Promise<FetchedToken> {
    const startedAt = performance.now()
    const { accessToken, scope = grant.scope, expiresIn, requestedAt, attempts } = await requestToken(grant)
    const lifetime = expiresIn * 1000
    emit?.({ type: 'token-received', scope: grant.scope, lifetime, duration: performance.now() - startedAt, attempts })
    return createFetchedToken({ accessToken, scope, requestedAt, lifetime })
  }

  async function fetchShared(grant: Grant, cache: SharedTokenCache): Promise<FetchedToken> {
    let requested: FetchedToken | undefined
    const token = await cache.getToken(grant, async () => {
      requested = await fetchFromHere(grant)
      return requested.token
    })
    const fetched = requested?.token === token ? requested : toFetchedToken(token, token.scope)
    if (token.isShared) {
      fetched.token.isShared = true
      emit?.({ type: 'token-shared', scope: grant.scope, lifetime: fetched.lifetime })
    }
    return { ...fetched, spreadsRefresh: true, forget: () => cache.forget(grant, token) }
  }

  async function resolve(): Promise<SignInCredentials | SuppliedToken> {
    const provider = (credentials as CredentialSource | undefined) ?? (await loadDefaultCredentials())
    return resolveCredentials(provider, timeLimitOf(tokenRequest), context)
  }

  return async (scope) => {
    const found = fixedCredentials ?? (await resolve())
    if (isSupplied(found)) return toFetchedToken(found, scope)
    const grant = createGrant(found, region, scope, { readPrivateKey, context })
    const fetched = sharedCache ? await fetchShared(grant, sharedCache) : await fetchFromHere(grant)
    if (grant.parameters) Object.defineProperty(fetched.token, requestParameters, { value: grant.parameters })
    return fetched
  }
}

// They would be sent unsigned, or would change what is signed.
const reservedSettings = ['url', 'method', 'baseURL', 'params', 'data', 'auth']

function checkTokenRequest(tokenRequest: AxiosRequestConfig): void {
  const reserved = reservedSettings.find((name) => Object.hasOwn(tokenRequest, name))
  if (reserved === undefined) return
  throw new TypeError(`here.tokenRequest.${reserved} cannot be set; the endpoint is credentials.tokenEndpointUrl`)
}

/** Chooses the grant of credentials. `scope` is the project that the token is for; Data Lens knows none. */
function createGrant(
  credentials: SignInCredentials,
  region: HereRegion,
  scope: string | undefined,
  { readPrivateKey, context }: { readPrivateKey: ReadPrivateKey; context: CredentialSourceContext },
): Grant {
  if (isDataLensUser(credentials)) return createDataLensGrant(credentials)
  const { tokenEndpointUrl = tokenEndpoints[region] } = credentials
  const complete = { ...credentials, tokenEndpointUrl, scope: scope ?? credentials.scope }
  return isAccessKey(complete)
    ? createAccessKeyGrant(complete)
    : createPrivateKeyGrant(complete, readPrivateKey, context)
}

// By own fields, because `Object.prototype` may be polluted.
function isSupplied(found: SignInCredentials | SuppliedToken): found is SuppliedToken {
  return Object.hasOwn(found, 'accessToken')
}

function isDataLensUser(credentials: SignInCredentials): credentials is DataLensCredentials {
  return Object.hasOwn(credentials, 'appCode')
}

function isAccessKey<T extends OAuthCredentials | JwtCredentials>(credentials: T): credentials is T & OAuthCredentials {
  return Object.hasOwn(credentials, 'accessKeyId')
}

// Reports each event once, because a provider is called again and again.
function createProviderContext(emit: Emit): CredentialSourceContext {
  const reported = new Set<string>()
  return {
    onEvent(event) {
      const key = JSON.stringify(event)
      if (reported.has(key)) return
      reported.add(key)
      emit?.(event)
    },
  }
}
