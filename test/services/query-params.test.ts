import axios from 'axios'
import { describe, expect, it } from 'vitest'
import { createHereClient } from '../../src/index.ts'
import { hereParams } from '../../src/services/query-params.ts'
import { serviceTable } from '../../src/services/service-table.ts'
import { startClient } from '../support/emulator.ts'

const serialize = (params: object): string => axios.getUri({ url: '', params, paramsSerializer: hereParams }).slice(1)

describe('hereParams', () => {
  it.each([
    ['lists joined by commas', { return: ['polyline', 'summary'] }, 'return=polyline,summary'],
    [
      'via and customizations repeated',
      { via: ['1,2', '3,4'], customizations: ['a'] },
      'via=1,2&via=3,4&customizations=a',
    ],
    [
      'tariff, overlay and the filters of tracking repeated',
      { tariff: ['a,b', 'c'], overlay: ['d,e'], eventSource: ['f', 'g'], eventType: ['h', 'i'], ruleId: ['j', 'k'] },
      'tariff=a,b&tariff=c&overlay=d,e&eventSource=f&eventSource=g&eventType=h&eventType=i&ruleId=j&ruleId=k',
    ],
    ['empty entries of lists, which have a meaning', { speeds: [20, '', 11] }, 'speeds=20,,11'],
    ['via below the top level joined by commas', { avoid: { via: ['a', 'b'] } }, 'avoid%5Bvia%5D=a,b'],
    ['lists in objects joined by commas', { avoid: { features: ['a', 'b'] } }, 'avoid%5Bfeatures%5D=a,b'],
    ['nothing for empty lists', { a: [], via: [], b: [1] }, 'b=1'],
    ['objects, booleans and null in a list', { a: [{ b: 1 }, true, null, undefined] }, 'a=%7B%22b%22:1%7D,true,,'],
    [
      'dates in a list, and special characters encoded',
      { t: [new Date(0)], q: 'a&b c' },
      't=1970-01-01T00:00:00.000Z&q=a%26b+c',
    ],
  ])('writes %s', (_, params, expected) => {
    expect(serialize(params)).toBe(expected)
  })

  it('repeats every parameter that the service table marks as repeated', () => {
    const names = Object.values(serviceTable).flatMap(({ repeats = [] }) => repeats)
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) expect(serialize({ [name]: ['a', 'b'] })).toBe(`${name}=a&${name}=b`)
  })

  it('serializes params without a list as axios does', () => {
    const params = { a: 1, b: 'ü', c: null, d: undefined, e: { f: true }, g: new Date(0), 'h{}': { i: 1 } }
    expect(serialize(params)).toBe(axios.getUri({ url: '', params }).slice(1))
  })

  it('leaves URLSearchParams as they are', () => {
    expect(serialize(new URLSearchParams('a=1&a=2'))).toBe('a=1&a=2')
  })
})

it.each([
  [{ a: 1 }, false],
  [{ a: [] }, true],
  [{ a: { b: { c: ['d'] } } }, true],
  [{ a: new Date(0), b: null }, false],
  [new URLSearchParams('a=1'), false],
  ['a=1', false],
  [undefined, false],
])('the client serializes %j with hereParams: %s', async (params, expected) => {
  let serializer: unknown
  const here = createHereClient(() => 'a.token', {
    adapter: async (config) => {
      serializer = config.paramsSerializer
      return { data: '', status: 200, statusText: '', headers: {}, config }
    },
  })
  await here.get<unknown>('/v8/routes', { params })
  expect(serializer === hereParams).toBe(expected)
})

it('a paramsSerializer of the caller replaces HERE’s rules', async () => {
  const { here, emulator } = await startClient()
  const paramsSerializer = { indexes: null }
  await here.get<unknown>('/v8/routes', { params: { a: ['x', 'y'] }, paramsSerializer }).catch(() => {})
  expect(emulator.requests.at(-1)?.url).toBe('/v8/routes?a=x&a=y')
})

it('the client serializes lists as HERE reads them', async () => {
  const { here, emulator } = await startClient()
  const params = { return: ['polyline', 'summary'], via: ['52.5,13.4', '52.6,13.5'], spans: [] }
  await here.get<unknown>('/v8/routes', { params }).catch(() => {})
  expect(emulator.requests.at(-1)?.url).toBe('/v8/routes?return=polyline,summary&via=52.5,13.4&via=52.6,13.5')
})
