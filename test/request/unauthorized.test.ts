import { expect, it } from 'vitest'
import { createUnauthorizedEndpoints } from '../../src/request/unauthorized-endpoints.ts'
import { stopClock } from '../support/clock.ts'

it('an endpoint is paused from its second refusal on, longer each time', () => {
  const clock = stopClock()
  const refusals = createUnauthorizedEndpoints()
  const pauses: number[] = []
  for (let refusal = 1; refusal <= 8; refusal += 1) {
    refusals.add('a', `token ${refusal}`)
    let pause = 0
    for (; refusals.isPaused('a'); pause += 500) clock.forward(500)
    pauses.push(pause)
    expect(refusals.isPaused('b')).toBe(false)
  }
  expect(pauses).toEqual([0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
})

it('many refusals of one token count as one', () => {
  const refusals = createUnauthorizedEndpoints()
  for (let request = 0; request < 100; request += 1) refusals.add('a', 'the same')
  expect(refusals.isPaused('a')).toBe(false)
})

it('an endpoint is forgotten a minute after its pause', () => {
  const clock = stopClock()
  const refusals = createUnauthorizedEndpoints()
  for (const token of ['1', '2', '3']) refusals.add('a', token)
  clock.forward(2000 + 59_999)
  refusals.add('b', '4')
  refusals.add('a', '4')
  expect(refusals.isPaused('a')).toBe(true)
  clock.forward(4000 + 60_000)
  refusals.add('a', '5')
  expect(refusals.isPaused('a')).toBe(false)
})
