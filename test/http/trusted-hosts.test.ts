import axios, { type AxiosAdapter } from 'axios'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkClientOptions } from '../../src/client/options.ts'
import { createTrustRule } from '../../src/http/trusted-hosts.ts'
import { attachHereAuth, createHereClient, type HereEvent } from '../../src/index.ts'
import { hereHostSuffixes } from '../../src/services/service-table.ts'

const createRule = (trustedHosts: readonly string[] = [], baseURL?: string) =>
  createTrustRule({ suffixes: hereHostSuffixes, trustedHosts, baseURL })
const isTrusted = (url: string): boolean => createRule()(url)

describe('a host of HERE', () => {
  it.each([
    'https://discover.search.hereapi.com/v1/discover?q=a',
    'https://DISCOVER.search.HereAPI.com',
    'https://router.hereapi.com:443/v8/routes',
    'https://routing-matrix-region-1.router.hereapi.com/v8/matrix/1/status',
    'https://discover.search.hereapi.cn/v1/discover',
    'https://account.api.here.com/timestamp',
    'https://api-lookup.data.api.platform.here.com/lookup/v1/platform/apis',
    'https://config.data.api.platform.hereolp.cn/config/v1',
    'https://1.base.maps.ls.hereapi.com/maptile/2.1/maptile/newest/normal.day/1/1/1/256/png',
  ])('is trusted: %s', (url) => {
    expect(isTrusted(url)).toBe(true)
  })
})

describe('a URL that is not of a host of HERE', () => {
  it.each([
    'https://hereapi.com/',
    'https://hereapi.com./',
    'https://router.hereapi.com./',
    'https://evilhereapi.com/',
    'https://hereapi.com.evil.example/',
    'https://router.hereapi.com.evil.example/',
    'https://router.hereapi.com@evil.example/',
    'https://user:pw@router.hereapi.com/',
    'https://evil.example/router.hereapi.com',
    'https://evil.example?.hereapi.com',
    'https://evil.example#.hereapi.com',
    'https://evil.example\\.hereapi.com',
    'https://evil.example/\\@router.hereapi.com',
    'https://router.hereapi.com:8443/',
    'http://router.hereapi.com/',
    '//router.hereapi.com/',
    'ftp://router.hereapi.com/',
    'https:router.hereapi.com',
    'https://here.com/',
    'https://www.here.com/',
    'https://api.here.com/',
    'https://platform.here.com/',
    'https://rоuter.hereаpi.com/',
    'https://xn--hereapi-1ig.com/',
    'https://bucket.s3.amazonaws.com/?X-Amz-Signature=1',
    'https://127.0.0.1/',
    'http://localhost/',
    'https://[::1]/',
    '',
    'no url',
  ])('is not trusted: %j', (url) => {
    expect(isTrusted(url)).toBe(false)
  })

  it('is not trusted whatever stands before and after the suffix of a trusted host', () => {
    const trust = createRule()
    const anything = fc.string({ unit: fc.constantFrom(...'ab.:/\\@?#%[]\t\n -hereapi.com') })
    fc.assert(
      fc.property(anything, anything, (before, after) => {
        const url = `https://${before}hereapi.com${after}`
        const host = URL.canParse(url) ? new URL(url).hostname : ''
        expect(trust(url) && !/\.(hereapi\.com|hereapi\.cn|api\.here\.com)$/.test(host)).toBe(false)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('trustedHosts', () => {
  // The rule is created in each test, so that coverage and mutants count for that test.
  const hosts = [
    'Maps.example.com',
    '*.tiles.example.com',
    'localhost:8080',
    'http://gateway:8080',
    'h:8443',
    '127.0.0.1:80',
    'https://origin.example.com',
    '*.origins.example.com:8443',
  ]

  it.each([
    'https://maps.example.com/a',
    'https://maps.example.com:443/a',
    'https://a.tiles.example.com/',
    'https://a.b.tiles.example.com/',
    'http://localhost:8080/',
    'https://localhost:8080/',
    'http://gateway:8080/a',
    'https://h:8443/',
    'http://127.0.0.1/',
    'https://router.hereapi.com/',
    'https://origin.example.com/a',
    'https://a.origins.example.com:8443/',
  ])('trusts %s', (url) => {
    const { trustedHosts = [] } = checkClientOptions({ trustedHosts: hosts })
    expect(createRule(trustedHosts)(url)).toBe(true)
  })

  it.each([
    'http://maps.example.com/',
    'https://maps.example.com:8443/',
    'https://a.maps.example.com/',
    'https://tiles.example.com/',
    'https://eviltiles.example.com/',
    'http://localhost/',
    'http://localhost:8081/',
    'https://gateway:8080/',
    'http://gateway/',
    'https://h/',
    'https://127.0.0.1/',
    'http://origin.example.com/',
    'https://origin.example.com:8443/',
    'https://a.origin.example.com/',
    'https://a.origins.example.com/',
    'https://origins.example.com:8443/',
    'https://:secret@maps.example.com/',
    'https://user@maps.example.com/',
    'https://h:84431/',
  ])('does not trust %s', (url) => {
    expect(createRule(hosts)(url)).toBe(false)
  })

  it.each([
    '',
    '*',
    '*.',
    'a/b',
    'a?b',
    'a b',
    'user@host',
    'https://host/path',
    'https://host/?query',
    'https://host/#hash',
    'https://u:p@host',
    'https://:p@host',
    'host.*.com',
    'host#a',
    'host\\a',
    'xhttps://host',
    'httpsx://host',
    'ftp://host',
    'a:b:c',
    'https:',
    'https://a:',
  ])('rejects the entry %j with a message that does not repeat it', (entry) => {
    expect(() => checkClientOptions({ trustedHosts: ['a.example', entry] })).toThrow(
      /^here\.trustedHosts must be hosts \(.*\) or origins \(http:\/\/gateway:8080\)$/,
    )
  })
})

describe('the client’s own baseURL', () => {
  it.each([
    ['https://gateway.example.com/here', 'https://gateway.example.com/other', true],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/v1', true],
    ['http://127.10.20.30', 'http://127.10.20.30/v1', true],
    ['http://127.0.0.1.evil.example', 'http://127.0.0.1.evil.example/v1', false],
    ['http://localhost.evil.example', 'http://localhost.evil.example/v1', false],
    ['ftp://localhost', 'ftp://localhost/v1', false],
    ['https://:p@gateway.example.com', 'https://:p@gateway.example.com/a', false],
    ['http://[::1]:8080', 'http://[::1]:8080/v1', true],
    ['http://localhost:8080', 'http://localhost:8080', true],
    ['http://gateway.example.com', 'http://gateway.example.com/a', false],
    ['https://gateway.example.com', 'http://gateway.example.com/a', false],
    ['https://gateway.example.com', 'https://gateway.example.com:8443/a', false],
    ['https://u:p@gateway.example.com', 'https://u:p@gateway.example.com/a', false],
    ['/relative', '/relative', false],
    [undefined, 'https://gateway.example.com/', false],
  ])('%s makes %s trusted: %s', (baseURL, url, isOwn) => {
    expect(createRule([], baseURL)(url)).toBe(isOwn)
  })
})

it('the trust rule works for more hosts than it caches', () => {
  const trust = createRule()
  for (let host = 0; host < 2500; host += 1) {
    expect(trust(`https://h${host}.example/`)).toBe(false)
    expect(trust(`https://h${host}.hereapi.com/`)).toBe(true)
  }
})

describe('a baseURL that is a URL object', () => {
  const authorizations: unknown[] = []
  const adapter: AxiosAdapter = async (config) => {
    authorizations.push(config.headers.get('Authorization'))
    return { data: '', status: 200, statusText: '', headers: {}, config }
  }
  const send = async (baseURL: URL, config: object = {}) => {
    const here = createHereClient(() => 'a.token', { adapter, here: { trustedHosts: ['localhost:9'] } })
    await here.get('', { baseURL: baseURL as never, ...config })
    return authorizations.at(-1)
  }

  it('is checked in its state at the time of the request', async () => {
    const here = createHereClient(() => 'a.token', { adapter })
    const baseURL = new URL('https://router.hereapi.com/')
    await here.get('', { baseURL: baseURL as never })
    expect(authorizations.at(-1)).toBe('Bearer a.token')
    baseURL.host = 'untrusted.example'
    await here.get('', { baseURL: baseURL as never })
    expect(authorizations.at(-1)).toBeUndefined()
  })

  it('is trusted as it was at creation when it is the client’s own, and not as it is changed later', async () => {
    const baseURL = new URL('https://gateway.example/')
    const here = createHereClient(() => 'a.token', { adapter, baseURL: baseURL as never })
    await here.get('https://gateway.example/')
    expect(authorizations.at(-1)).toBe('Bearer a.token')
    baseURL.host = 'other.example'
    await here.get('https://gateway.example/')
    expect(authorizations.at(-1)).toBe('Bearer a.token')
    await here.get('https://other.example/')
    expect(authorizations.at(-1)).toBeUndefined()
  })

  it('is reported as token-withheld when it is plain HTTP to another machine', async () => {
    const events: HereEvent[] = []
    const baseURL = new URL('http://gateway.example/') as never
    const here = createHereClient(() => 'a.token', {
      adapter,
      baseURL,
      here: { onEvent: (event) => void events.push(event) },
    })
    await here.get('')
    expect(authorizations.at(-1)).toBeUndefined()
    expect(events).toEqual([{ type: 'token-withheld', host: 'gateway.example' }])
  })

  it('gets no token through a proxy on another machine when it is plain HTTP to this one', async () => {
    const local = new URL('http://localhost:9')
    expect(await send(local)).toBe('Bearer a.token')
    expect(await send(local, { proxy: { host: 'proxy.example', port: 1 } })).toBeUndefined()
  })
})

describe('a baseURL that was not given together with the credentials', () => {
  function recordingAdapter() {
    const authorizations: unknown[] = []
    const adapter: AxiosAdapter = async (config) => {
      authorizations.push(config.headers.get('Authorization'))
      return { data: '', status: 200, statusText: '', headers: {}, config }
    }
    return { authorizations, adapter }
  }

  it('gets no token when it is set in client.defaults later, which is reported once', async () => {
    const { adapter, authorizations } = recordingAdapter()
    const events: HereEvent[] = []
    const here = createHereClient(() => 'a.token', { adapter, here: { onEvent: (event) => void events.push(event) } })
    here.defaults.baseURL = 'https://gateway.example'
    await here.get('/a')
    await here.get('/b')
    expect(authorizations).toEqual([undefined, undefined])
    expect(events).toEqual([{ type: 'token-withheld', host: 'gateway.example' }])
  })

  it('gets no token when it is given to a child, unless trustedHosts names it', async () => {
    const { adapter, authorizations } = recordingAdapter()
    const here = createHereClient(() => 'a.token', { adapter, baseURL: 'https://own.example' })
    const baseURL = 'https://gateway.example'
    await here.create({ baseURL }).get('/a')
    await here.create({ baseURL, here: { trustedHosts: ['gateway.example'] } }).get('/a')
    await here.create().get('/a')
    expect(authorizations).toEqual([undefined, 'Bearer a.token', 'Bearer a.token'])
  })

  it('gets no token when it replaces the defaults that an instance had when it was attached', async () => {
    const { adapter, authorizations } = recordingAdapter()
    const instance = axios.create({ adapter, baseURL: 'https://a.example' })
    attachHereAuth(instance, () => 'a.token')
    instance.defaults = { ...instance.defaults, baseURL: 'https://b.example' }
    await instance.get('https://a.example/')
    await instance.get('https://b.example/')
    // axios itself goes on using the defaults that it was created with.
    await instance.get('/')
    expect(authorizations).toEqual(['Bearer a.token', undefined, 'Bearer a.token'])
  })
})
