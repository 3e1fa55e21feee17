import axios from 'axios'
import { describe, expect, it } from 'vitest'
import { hasList, serializeParams } from '../src/params.ts'

describe('serializeParams', () => {
  it.each([
    ['joins lists by commas', { return: ['polyline', 'summary'] }, 'return=polyline,summary'],
    [
      'repeats via and customizations',
      { via: ['1,2', '3,4'], customizations: ['a'] },
      'via=1,2&via=3,4&customizations=a',
    ],
    ['joins them where they are not at the top', { avoid: { via: ['a', 'b'] } }, 'avoid%5Bvia%5D=a,b'],
    ['joins lists inside objects', { avoid: { features: ['a', 'b'] } }, 'avoid%5Bfeatures%5D=a,b'],
    ['leaves empty lists out', { a: [], via: [], b: [1] }, 'b=1'],
    ['writes dates and encodes', { t: [new Date(0)], q: 'a&b c' }, 't=1970-01-01T00:00:00.000Z&q=a%26b+c'],
  ])('%s', (_, params, expected) => {
    expect(serializeParams(params)).toBe(expected)
  })

  it('writes what holds no list as axios does', () => {
    const params = { a: 1, b: 'ü', c: null, d: undefined, e: { f: true }, g: new Date(0) }
    expect(serializeParams(params)).toBe(axios.getUri({ url: '', params }).slice(1))
  })
})

it.each([
  [{ a: 1 }, false],
  [{ a: [] }, true],
  [{ a: { b: { c: ['d'] } } }, true],
  [new URLSearchParams('a=1'), false],
  ['a=1', false],
  [undefined, false],
])('hasList(%j) is %s', (params, expected) => {
  expect(hasList(params)).toBe(expected)
})
