import { expect, it, onTestFinished, vi } from 'vitest'

it.each([
  [
    'in a Worker of Cloudflare’s, where a callback ends with the request that set it',
    'navigator',
    { userAgent: 'Cloudflare-Workers' },
  ],
  ['where there is no setImmediate', 'setImmediate', undefined],
])('%s, all that waited leave in one turn of the event loop', async (_, name, value) => {
  const nextTurn = setImmediate
  vi.resetModules()
  vi.stubGlobal(name, value)
  onTestFinished(() => void vi.unstubAllGlobals())
  const { createWaitingLine } = await import('../src/waiting-line.ts')
  const line = createWaitingLine<string>()
  const shared = new Promise<string>((resolve) => nextTurn(resolve, 'a token'))
  const told: number[] = []
  const waits = Array.from({ length: 100 }, (_, number) => line.join(shared).then(() => told.push(number)))
  await shared
  await new Promise((resolve) => nextTurn(resolve))
  expect(told).toEqual(waits.map((_, number) => number))
})
