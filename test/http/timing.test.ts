import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { pause } from '../../src/http/timing.ts'

describe('pause', () => {
  it('rejects at once with the reason of a signal that is aborted already', async () => {
    await expect(pause(60_000, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
  })

  it('leaves no listener on a signal, whether it ends by itself or by an abort', async () => {
    const abort = new AbortController()
    await pause(1, abort.signal)
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0)
    const aborted = pause(60_000, abort.signal)
    abort.abort(new Error('enough'))
    await expect(aborted).rejects.toThrow('enough')
    expect(getEventListeners(abort.signal, 'abort')).toHaveLength(0)
  })
})
