import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHereClient } from '../../src/index.ts'
import { startHosts } from '../support/hosts.ts'

// `trusted-hosts.test.ts` tests the trust rule. Here URLs go the whole way, through what axios, Node and the platform make of
// them, and the other end records what arrived.

const hostile = [
  'https://evil.example/',
  'https://hereapi.com/',
  'https://hereapi.com./',
  'https://evilhereapi.com/',
  'https://router.hereapi.com.evil.example/',
  'https://router.hereapi.com@evil.example/',
  'https://router.hereapi.com:443@evil.example/',
  'https://router.hereapi.com%2f@evil.example/',
  'https://evil.example%2f.hereapi.com/',
  'https://evil.example/@router.hereapi.com',
  'https://evil.example/.hereapi.com',
  'https://evil.example?.hereapi.com',
  'https://evil.example#.hereapi.com',
  'https://evil.example\\.hereapi.com',
  'https://evil.example\\@router.hereapi.com',
  'https:\\\\evil.example\\router.hereapi.com',
  'https:evil.example',
  'https:/evil.example',
  'https:///evil.example/',
  'https:router.hereapi.com',
  '//evil.example/router.hereapi.com',
  '\\\\evil.example/',
  '/\\evil.example/',
  '///evil.example/',
  ' https://evil.example/',
  '\thttps://evil.example/',
  'ht\ntps://evil.example/',
  'https://router.hereapi.com\n.evil.example/',
  'https://router.hereapi.com\t.evil.example/',
  'https://router.hereapi.com\r\nHost: evil.example/',
  'https://router.hereapi.com\0.evil.example/',
  'https://router.hereapi.com .evil.example/',
  'https://evil.example\u3002hereapi.com/',
  'https://router.hereapi\u3002com.evil.example/',
  'https://ＲＯＵＴＥＲ.hereapi.com.evil.example/',
  'https://rоuter.hereаpi.com/',
  'https://xn--hereapi-1ig.com/',
  'https://user:password@router.hereapi.com/',
  'https://@evil.example/',
  'https://router.hereapi.com:8443/',
  'https://router.hereapi.com./',
  'http://router.hereapi.com/',
  'HTTP://ROUTER.HEREAPI.COM/',
  'http://127.0.0.1/',
  'http://2130706433/',
  'http://0x7f.1/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://localhost/',
  'https://169.254.169.254/latest/meta-data/',
  'ws://router.hereapi.com/',
  'ftp://router.hereapi.com/',
  'javascript://router.hereapi.com/',
]

const forms: [string, (url: string) => object][] = [
  ['in its url', (url) => ({ url })],
  ['in its baseURL', (url) => ({ url: '/v1/discover', baseURL: url })],
  ['in its absolute url beside a baseURL', (url) => ({ url, baseURL: 'https://router.hereapi.com' })],
]

describe('a request to an untrusted host', () => {
  it.each(forms)('is sent without the token on the http adapter when the host stands %s', async (_, configOf) => {
    const { agents, received } = await startHosts()
    const here = createHereClient(() => 'a.token', { ...agents, timeout: 500, 'axios-retry': { retries: 0 } })
    for (const url of hostile) {
      received.length = 0
      await here.request(configOf(url)).catch(() => {})
      for (const { scheme, line, authorization } of received) {
        const host = line.split(' ')[1]?.split('/')[0] ?? ''
        const isHere = scheme === 'https' && /^[\w-]+(\.[\w-]+)*\.hereapi\.com$/.test(host)
        if (!isHere) expect(authorization, JSON.stringify([url, line])).not.toBe('Bearer a.token')
      }
    }
  })

  it.each(forms)('is sent without the token on the fetch adapter when the host stands %s', async (_, configOf) => {
    for (const url of hostile) expect(await untrustedHostsWithToken(configOf(url)), JSON.stringify(url)).toEqual([])
  })

  it('is sent without the token whatever stands in its url and its baseURL', async () => {
    const anything = fc.string({ unit: fc.constantFrom(...'abhts:/\\@?#%.[]\t\n\r\0 -', 'hereapi.com', 'evil', '://') })
    const base = fc.constantFrom(undefined, '', 'https://', 'https://evil.example', 'https://router.hereapi.com')
    await fc.assert(
      fc.asyncProperty(anything, anything, base, async (before, after, baseURL) => {
        const config = { url: `${before}hereapi.com${after}`, ...(baseURL === undefined ? {} : { baseURL }) }
        expect(await untrustedHostsWithToken(config)).toEqual([])
        expect(await untrustedHostsWithToken({ ...config, url: `https://${config.url}` })).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })
})

/** The URLs outside of HERE's hosts that `fetch` is called for with the token. */
async function untrustedHostsWithToken(config: object): Promise<string[]> {
  const reached: string[] = []
  const record = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init)
    const { protocol, hostname, port } = new URL(request.url)
    const isHere = protocol === 'https:' && port === '' && hostname.endsWith('.hereapi.com')
    if (request.headers.get('Authorization') === 'Bearer a.token' && !isHere) reached.push(request.url)
    return new Response('{}')
  }
  const here = createHereClient(() => 'a.token', {
    adapter: 'fetch',
    env: { fetch: record },
    'axios-retry': { retries: 0 },
  })
  await here.request(config).catch(() => {})
  return reached
}

describe('a request to HERE', () => {
  it.each([
    'https://router.hereapi.com/v8/routes',
    'https://ROUTER.HereAPI.com/v8/routes',
    'https://router.hereapi.com:443/v8/routes',
    'https://1.base.maps.ls.hereapi.com/maptile',
    'https://account.api.here.com/timestamp',
    'https://api-lookup.data.api.platform.here.com/lookup/v1',
    'https://config.data.api.platform.hereolp.cn/config/v1',
    'https://discover.search.hereapi.cn/v1/discover',
  ])('is sent with the token to %s', async (url) => {
    const { agents, received } = await startHosts()
    await createHereClient(() => 'a.token', { ...agents }).get(url)
    expect(received).toMatchObject([{ scheme: 'https', authorization: 'Bearer a.token' }])
  })
})
