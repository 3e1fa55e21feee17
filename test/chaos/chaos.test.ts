import { expect, it } from 'vitest'
import { runChaos } from './run.ts'

// `npm run soak` is the long one.
it('a HERE that fails in every way the plan allows loses, doubles and crosses nothing', async () => {
  const { violations, faults, events } = await runChaos({ seed: 'short', requests: 4000 })
  expect(violations).toEqual([])
  // It was chaos indeed.
  expect(Object.keys(faults).sort()).toEqual(
    [
      ...['reset', 'cut', 'status 401', 'status 429', 'status 500', 'status 503'],
      ...['HTML', 'cut', 'cut JSON', 'empty body', 'reset', 'status 429', 'status 500', 'status 503', 'used nonce'].map(
        (name) => `token: ${name}`,
      ),
    ].sort(),
  )
  expect(Object.keys(events)).toContain('clock-corrected')
  expect(events['token-failed']).toBeUndefined()
})
