import type { AxiosInstance } from 'axios'
import type { HereCredentials } from '../credentials/types.ts'
import { addInterceptors } from '../request/interceptors.ts'
import { tokenProviderOf } from './create-token-provider.ts'
import { checkClientOptions, type HereClientOptions, ownBaseURL, toClientSettings } from './options.ts'

/**
 * Gives an existing axios instance what a client of `createHereClient` does: the token on requests to HERE, one replay after a
 * 401, hosts by path, HERE's query rules, retries. The `baseURL` that the instance has now is trusted with the token.
 *
 * @param credentials default (Node only): the environment, then files in `~/.here`
 * @returns a function that takes it off again
 * @throws TypeError for wrong credentials or options, or when the instance has it already
 * @example
 * const detach = attachHereAuth(existingInstance, { accessKeyId, accessKeySecret })
 */
export function attachHereAuth(
  instance: AxiosInstance,
  credentials?: HereCredentials,
  options?: HereClientOptions,
): () => void {
  const checked = checkClientOptions(options, credentials)
  const tokens = tokenProviderOf(credentials, checked, instance)
  return addInterceptors(instance, { tokens, ...toClientSettings(checked, ownBaseURL(instance.defaults)) })
}
