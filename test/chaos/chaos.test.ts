import { expect, it } from 'vitest'
import { runChaos } from './run.ts'

// `npm run soak` is the long one.
it('a HERE that fails in every way the plan allows loses, doubles and crosses nothing', async () => {
  const { violations, faults, events } = await runChaos({ seed: 'short', requests: 4000 })
  expect(violations).toEqual([])
  // It was chaos indeed. Of the token endpoint's nine kinds of faults some may not come up.
  const kinds = Object.keys(faults)
  expect(kinds).toEqual(
    expect.arrayContaining(['reset', 'cut', 'status 401', 'status 429', 'status 500', 'status 503']),
  )
  expect(kinds.filter((kind) => kind.startsWith('token: ')).length).toBeGreaterThanOrEqual(4)
  expect(Object.keys(events)).toContain('clock-corrected')
  expect(events['token-failed']).toBeUndefined()
})
