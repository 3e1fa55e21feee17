import { expect, it } from 'vitest'
import { runChaos } from './run.ts'

// `npm run soak` runs it for longer.
it('a client loses, duplicates and mixes up no request while HERE fails in every way that the plan allows', async () => {
  const { violations, faults, events } = await runChaos({ seed: 'short', requests: 4000 })
  expect(violations).toEqual([])
  // The faults must have occurred. Some of the token endpoint's nine kinds of faults may not come up.
  const kinds = Object.keys(faults)
  expect(kinds).toEqual(
    expect.arrayContaining(['reset', 'cut', 'status 401', 'status 429', 'status 500', 'status 503']),
  )
  expect(kinds.filter((kind) => kind.startsWith('token: ')).length).toBeGreaterThanOrEqual(4)
  expect(Object.keys(events)).toContain('clock-corrected')
  expect(events['token-failed']).toBeUndefined()
})
