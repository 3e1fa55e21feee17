import { checkTokenOptions, providerOptions, refuseProviderOptions } from '../client/options.ts'
import { type CredentialSource, checkScope, isTokenProvider } from '../credentials/types.ts'
import { waitUntilAborted } from '../http/timing.ts'
import { recovery } from '../parts/browser.ts'
import { advice } from './advice.browser.ts'
import type { AccessToken } from './cached-token.ts'
import type * as node from './provider.ts'

type Answer = Promise<Awaited<ReturnType<CredentialSource>>>

export const createTokenProvider: typeof node.createTokenProvider = (credentials, options) =>
  createClientTokenProvider(credentials, checkTokenOptions(options))

/**
 * What keeps tokens and renews them is loaded while the app's function is asked for the first one. Where that fails the
 * function is asked for each request, as a page must not stand still for it.
 */
export const createClientTokenProvider: typeof node.createClientTokenProvider = (credentials, options, client) => {
  if (isTokenProvider(credentials)) {
    refuseProviderOptions(options, providerOptions)
    return credentials
  }
  if (credentials !== undefined && typeof credentials !== 'function') throw new TypeError(advice)

  const given = credentials
  let provider: node.TokenProvider | undefined
  let asked: Answer | undefined

  async function ask(): Answer {
    return given?.()
  }

  // What was asked before there was a provider is not asked again.
  function source(): Answer {
    const answer = asked ?? ask()
    asked = undefined
    return answer
  }

  // What was asked is kept, or lost, at once: whoever asked may have gone meanwhile.
  async function load(): Promise<node.TokenProvider | undefined> {
    const part = await recovery.load().catch(() => undefined)
    provider ??= part?.createKeeper(given && source, options, client)
    if (asked !== undefined) (provider?.getToken() ?? askPlainly()).catch(() => {})
    return provider
  }

  async function askPlainly(): Promise<AccessToken> {
    asked ??= ask()
    try {
      const found = await asked
      return { expiresAt: Infinity, ...(typeof found === 'string' ? { accessToken: found } : (found as AccessToken)) }
    } finally {
      asked = undefined
    }
  }

  return {
    peek: (scope) => provider?.peek?.(scope),

    async getToken(wanted = {}) {
      if (provider) return provider.getToken(wanted)
      const { scope, signal } = wanted
      checkScope(scope, 'scope')
      signal?.throwIfAborted()
      asked ??= ask()
      asked.catch(() => {})
      const loaded = await waitUntilAborted(load(), signal)
      return loaded ? loaded.getToken(wanted) : waitUntilAborted(askPlainly(), signal)
    },

    async invalidate(token) {
      await provider?.invalidate(token)
    },
  }
}
