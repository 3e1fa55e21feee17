import { expect, it } from 'vitest'
import { createRefusedHosts } from '../src/refused-hosts.ts'
import { stopClock } from './support/clock.ts'

it('a host is paused from its second refusal on, longer each time, for its scope alone', () => {
  const clock = stopClock()
  const hosts = createRefusedHosts()
  const pauses: number[] = []
  for (let refusal = 1; refusal <= 8; refusal += 1) {
    hosts.add('a', undefined, `token ${refusal}`)
    let pause = 0
    for (; hosts.isPaused('a', undefined); pause += 500) clock.forward(500)
    pauses.push(pause)
    expect(hosts.isPaused('b', undefined)).toBe(false)
    expect(hosts.isPaused('a', 'scope')).toBe(false)
  }
  expect(pauses).toEqual([0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
})

it('scopes of a host are told apart', () => {
  const hosts = createRefusedHosts()
  for (const token of ['1', '2']) hosts.add('a', 'one', token)
  expect(hosts.isPaused('a', 'one')).toBe(true)
  expect(hosts.isPaused('a', 'two')).toBe(false)
  expect(hosts.isPaused('a', undefined)).toBe(false)
})

it('many refusals of one token count as one', () => {
  const hosts = createRefusedHosts()
  for (let request = 0; request < 100; request += 1) hosts.add('a', undefined, 'the same')
  expect(hosts.isPaused('a', undefined)).toBe(false)
})

it('a host is forgotten a minute after its pause', () => {
  const clock = stopClock()
  const hosts = createRefusedHosts()
  for (const token of ['1', '2', '3']) hosts.add('a', undefined, token)
  clock.forward(2000 + 59_999)
  hosts.add('b', undefined, '4')
  hosts.add('a', undefined, '4')
  expect(hosts.isPaused('a', undefined)).toBe(true)
  clock.forward(4000 + 60_000)
  hosts.add('a', undefined, '5')
  expect(hosts.isPaused('a', undefined)).toBe(false)
})
