import type { AxiosRequestConfig } from 'axios'
import { describe, expect, it } from 'vitest'
import { combineRedirectHooks, createRedirectRule } from '../../src/http/http-adapter.ts'
import { createHereClient, type HereClientConfig, type HereEvent } from '../../src/index.ts'
import { type Responses, redirect, startHosts } from '../support/hosts.ts'
import { startServer } from '../support/server.ts'

const statuses = [301, 302, 303, 307, 308]

const matrix = 'matrix.router.hereapi.com'

const regional = 'aws-eu-west-1.matrix.router.hereapi.com'

/** Creates a client whose requests all arrive on this machine, whatever their host. */
async function startClientWithHosts(responses: Responses, config: HereClientConfig = {}) {
  const { agents, received } = await startHosts(responses)
  const events: HereEvent[] = []
  const here = createHereClient(() => 'a.token', {
    ...agents,
    validateStatus: null,
    ...config,
    here: { onEvent: (event) => void events.push(event), ...config.here },
  })
  /** The requests that arrived, and whether with the token. */
  const trail = () =>
    received.map(({ line, authorization }) => `${line} ${authorization === 'Bearer a.token' ? 'token' : authorization}`)
  return { here, received, events, trail }
}

describe('the token, on a redirect of Node’s http adapter,', () => {
  it.each(statuses)('follows a %i to another host of HERE, as the matrix service responds', async (status) => {
    const { here, trail } = await startClientWithHosts({
      [`GET ${matrix}/v8/matrix/1`]: redirect(`https://${regional}/v8/matrix/1`, status),
    })
    await here.get(`https://${matrix}/v8/matrix/1`)
    expect(trail()).toEqual([`GET ${matrix}/v8/matrix/1 token`, `GET ${regional}/v8/matrix/1 token`])
  })

  it.each(statuses)('follows a %i that responds to a POST', async (status) => {
    const { here, trail } = await startClientWithHosts({
      [`POST ${matrix}/v8/matrix`]: redirect(`https://${regional}/v8/matrix`, status),
    })
    await here.post(`https://${matrix}/v8/matrix`, { origins: [] })
    expect(trail()[1]).toBe(`${status < 307 ? 'GET' : 'POST'} ${regional}/v8/matrix token`)
  })

  it.each([
    'https://evil.example/',
    `https://${matrix}.evil.example/`,
    'https://hereapi.com/',
    'https://evilhereapi.com/',
    `https://${matrix}:8443/`,
    `http://${matrix}/`,
    `http://${regional}/`,
    `https://${matrix}./`,
    `https://user@${regional}/`,
    `https://user:password@${regional}/`,
    `https://${regional}@evil.example/`,
    '//evil.example/',
    '/\\evil.example/',
    'https://127.0.0.1/',
    'http://2130706433/',
    'https://[::1]/',
  ])('is not sent on to %s', async (location) => {
    const { here, received } = await startClientWithHosts({ [`GET ${matrix}/v8`]: redirect(location) })
    await here.get(`https://${matrix}/v8`)
    expect(received.map(({ authorization }) => authorization)).toEqual(['Bearer a.token', undefined])
  })

  it.each(statuses)('does not come back once a hop was not trusted, with status %i', async (status) => {
    const { here, trail } = await startClientWithHosts({
      [`GET ${matrix}/1`]: redirect(`https://${regional}/2`, status),
      [`GET ${regional}/2`]: redirect('https://evil.example/3', status),
      'GET evil.example/3': redirect('https://evil.example/4', status),
      'GET evil.example/4': redirect(`https://${matrix}/5`, status),
      [`GET ${matrix}/5`]: redirect(`https://${matrix}/6`, status),
    })
    await here.get(`https://${matrix}/1`)
    expect(trail()).toEqual([
      `GET ${matrix}/1 token`,
      `GET ${regional}/2 token`,
      'GET evil.example/3 undefined',
      'GET evil.example/4 undefined',
      `GET ${matrix}/5 undefined`,
      `GET ${matrix}/6 undefined`,
    ])
  })

  it('follows to trustedHosts, and not to their subdomains', async () => {
    const { here, trail } = await startClientWithHosts(
      {
        [`GET ${matrix}/1`]: redirect('https://maps.example.com/2'),
        'GET maps.example.com/2': redirect('https://a.maps.example.com/3'),
      },
      { here: { trustedHosts: ['maps.example.com'] } },
    )
    await here.get(`https://${matrix}/1`)
    expect(trail()).toEqual([
      `GET ${matrix}/1 token`,
      'GET maps.example.com/2 token',
      'GET a.maps.example.com/3 undefined',
    ])
  })

  it('is sent again with a config whose request was redirected to an untrusted host before', async () => {
    const { here, trail } = await startClientWithHosts({ [`GET ${matrix}/1`]: redirect('https://evil.example/2') })
    const { config } = await here.get(`https://${matrix}/1`)
    expect(config).not.toHaveProperty('beforeRedirect')
    await here.request(config)
    expect(trail().slice(2)).toEqual([`GET ${matrix}/1 token`, 'GET evil.example/2 undefined'])
  })

  it('is not refreshed after the 401 of an untrusted host, which the caller gets', async () => {
    const { here, received, events } = await startClientWithHosts({
      [`GET ${matrix}/1`]: redirect('https://evil.example/2'),
      'GET evil.example/2': { status: 401 },
    })
    expect((await here.get(`https://${matrix}/1`)).status).toBe(401)
    await expect(here.get(`https://${matrix}/1`, { validateStatus: (status) => status < 400 })).rejects.toMatchObject({
      status: 401,
    })
    expect(received).toHaveLength(4)
    expect(events).toHaveLength(0)
  })

  it('is refreshed when the last host responds with 401', async () => {
    const { here, trail, events } = await startClientWithHosts({
      [`GET ${matrix}/1`]: redirect(`https://${regional}/2`, 303),
      [`GET ${regional}/2`]: { status: 401 },
    })
    expect((await here.get(`https://${matrix}/1`)).status).toBe(401)
    expect(trail()).toHaveLength(4)
    expect(events.map(({ type }) => type)).toEqual(['unauthorized', 'unauthorized'])
  })
})

describe('beforeRedirect of the caller', () => {
  const responses = { [`GET ${matrix}/1`]: redirect(`https://${regional}/2`) }
  type Hook = NonNullable<AxiosRequestConfig['beforeRedirect']>

  async function trailWith(beforeRedirect: Hook, location = `https://${regional}/2`): Promise<string[]> {
    const { here, trail } = await startClientWithHosts({ [`GET ${matrix}/1`]: redirect(location) }, { beforeRedirect })
    const { config } = await here.get(`https://${matrix}/1`)
    expect(config.beforeRedirect).toBe(beforeRedirect)
    return trail()
  }

  it('sees the header that will be sent, and may replace it', async () => {
    const seen: unknown[] = []
    const trail = await trailWith((options, { statusCode }) => {
      seen.push(statusCode, options.href, options.headers.Authorization)
      options.headers.Authorization = 'Bearer mine'
    })
    expect(seen).toEqual([302, `https://${regional}/2`, 'Bearer a.token'])
    expect(trail[1]).toBe(`GET ${regional}/2 Bearer mine`)
  })

  it('may set a header for a host that gets no token', async () => {
    const trail = await trailWith((options) => {
      options.headers.authorization = 'Bearer mine'
    }, 'https://evil.example/')
    expect(trail[1]).toBe('GET evil.example/ Bearer mine')
  })

  it('may remove the token', async () => {
    expect((await trailWith((options) => void delete options.headers.Authorization))[1]).toContain('undefined')
  })

  it('loses the token when it sends the request to another host', async () => {
    const trail = await trailWith((options) => {
      options.hostname = 'evil.example'
      options.host = 'evil.example'
    })
    expect(trail[1]).toBe('GET evil.example/2 undefined')
  })

  it('may throw to end the request', async () => {
    const { here } = await startClientWithHosts(responses, {
      'axios-retry': { retries: 0 },
      beforeRedirect: () => {
        throw new Error('no further')
      },
    })
    await expect(here.get(`https://${matrix}/1`)).rejects.toThrow(/no further/)
  })
})

describe('createRedirectRule', () => {
  type Headers = Record<string, string>
  const hop = (next: object, previous: Headers, own?: Hook) => {
    const options = {
      protocol: 'https:',
      hostname: 'a',
      path: '/',
      href: 'https://a/',
      headers: { ...previous },
      ...next,
    }
    const redirectRule = createRedirectRule((url) => url === 'https://a/')
    const rule = own ? combineRedirectHooks(redirectRule, own) : redirectRule
    rule(options, { headers: {}, statusCode: 302 as never }, { url: 'https://b/', method: 'GET', headers: previous })
    return options.headers as Headers
  }
  type Hook = NonNullable<AxiosRequestConfig['beforeRedirect']>

  it('finds the Authorization header in any case, and no other header', () => {
    const headers = { 'X-Authorization': 'x', authorization: 'Bearer a.token', Accept: '*/*' }
    expect(hop({}, headers)).toEqual({ 'X-Authorization': 'x', Authorization: 'Bearer a.token', Accept: '*/*' })
    expect(hop({ href: 'https://evil.example/' }, headers)).toEqual({ 'X-Authorization': 'x', Accept: '*/*' })
  })

  it('restores the header that axios or follow-redirects removed because of another origin', () => {
    expect(hop({ headers: {} }, { Authorization: 'Bearer a.token' })).toEqual({ Authorization: 'Bearer a.token' })
    expect(hop({ headers: {} }, {})).toEqual({})
  })

  const token = { Authorization: 'Bearer a.token' }
  const proxied = { hostname: 'proxy', path: 'http://a/x' }
  it.each<[string, boolean, object, object]>([
    ['nothing', true, {}, {}],
    ['the path', true, {}, { path: '/other' }],
    ['the path on the same host, by proxy', true, proxied, { path: 'http://a/y?http://b/' }],
    ['the host, by proxy', false, proxied, { path: 'http://b/x' }],
    ['the host name', false, {}, { hostname: 'b' }],
    ['the host', false, {}, { host: 'b' }],
    ['the port', false, {}, { port: 444 }],
    ['the protocol', false, {}, { protocol: 'http:' }],
  ])('keeps the token when the hook of the caller changes %s: %s', (_, isKept, before, change) => {
    expect(hop(before, token, (options) => void Object.assign(options, change))).toEqual(isKept ? token : {})
  })
})

it('maxRedirects works as in axios', async () => {
  const { here, received } = await startClientWithHosts({
    [`GET ${matrix}/1`]: redirect(`https://${regional}/2`),
    [`GET ${regional}/2`]: redirect(`https://${regional}/3`),
  })
  expect((await here.get(`https://${matrix}/1`, { maxRedirects: 0 })).status).toBe(302)
  await expect(here.get(`https://${matrix}/1`, { maxRedirects: 1 })).rejects.toMatchObject({
    code: 'ERR_FR_TOO_MANY_REDIRECTS',
  })
  expect(received).toHaveLength(3)
})

describe('the token, on a redirect of the fetch adapter,', () => {
  async function chain(status: number) {
    const trail: string[] = []
    const visit = (name: string, location?: () => string) =>
      startServer((request, response) => {
        trail.push(`${name} ${request.headers.authorization}`)
        response.writeHead(location === undefined ? 200 : status, location && { Location: location() }).end()
      })
    const last = await visit('last')
    const other: string = await visit('other', () => last)
    const own = await visit('own', () => other)
    const here = createHereClient(() => 'a.token', {
      adapter: 'fetch',
      baseURL: own,
      here: { trustedHosts: [last] },
    })
    return { here, trail }
  }

  it.each(statuses)('is dropped by a %i to another host, and does not come back at a trusted one', async (status) => {
    const { here, trail } = await chain(status)
    await here.get('/a')
    expect(trail).toEqual(['own Bearer a.token', 'other undefined', 'last undefined'])
  })
})
