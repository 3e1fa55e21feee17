import { AxiosError } from 'axios'

/**
 * Keeps a part that few use out of the way until it is used: bundlers put it into a file of its own. It is made once; when
 * it cannot be loaded, the next call tries again.
 */
export function late<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load().catch((error) => {
      loading = undefined
      throw AxiosError.from(error, AxiosError.ERR_NETWORK)
    })
    return loading
  }
}
