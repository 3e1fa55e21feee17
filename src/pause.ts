/** Waits for a time, unless a signal ends the wait with its reason. */
export function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, Math.ceil(milliseconds))
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal?.reason)
    })
  })
}
