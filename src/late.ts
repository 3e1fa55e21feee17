import { AxiosError } from 'axios'

/** A part of the library that may have to be loaded. */
export interface Late<T> {
  /** The part, if it is there. */
  peek(): T | undefined
  /** Waits for it. @throws AxiosError with code `ERR_NETWORK` */
  load(): Promise<T>
}

/**
 * Keeps a part out of the way until it is used: bundlers put it into a file of its own. It is made once; when it cannot be
 * loaded, the next call tries again.
 */
export function late<T>(load: () => Promise<T>): Late<T> {
  let loading: Promise<T> | undefined
  let loaded: T | undefined
  return {
    peek: () => loaded,
    load() {
      loading ??= load().then(
        (part) => {
          loaded = part
          return part
        },
        (error) => {
          loading = undefined
          throw AxiosError.from(error, AxiosError.ERR_NETWORK)
        },
      )
      return loading
    },
  }
}
