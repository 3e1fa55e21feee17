import type { AxiosRequestConfig } from 'axios'
import { describe, expect, it } from 'vitest'
import { combineRedirectHooks, createRedirectRule } from '../../src/http/http-adapter.ts'
import { createHereClient, type HereClientConfig, type HereEvent } from '../../src/index.ts'
import { type Answers, redirect, startHosts } from '../support/hosts.ts'
import { startServer } from '../support/server.ts'

const statuses = [301, 302, 303, 307, 308]

const matrix = 'matrix.router.hereapi.com'

const regional = 'aws-eu-west-1.matrix.router.hereapi.com'

/** A client whose requests all end here, whatever their host. */
async function clientAmong(answers: Answers, config: HereClientConfig = {}) {
  const { agents, received } = await startHosts(answers)
  const events: HereEvent[] = []
  const here = createHereClient(() => 'a.token', {
    ...agents,
    validateStatus: null,
    ...config,
    here: { onEvent: (event) => void events.push(event), ...config.here },
  })
  /** Which requests came, and whether with the token. */
  const trail = () =>
    received.map(({ line, authorization }) => `${line} ${authorization === 'Bearer a.token' ? 'token' : authorization}`)
  return { here, received, events, trail }
}

describe('over redirects of Node’s http, the token', () => {
  it.each(statuses)('follows a %i to another host of HERE’s, as matrix answers', async (status) => {
    const { here, trail } = await clientAmong({
      [`GET ${matrix}/v8/matrix/1`]: redirect(`https://${regional}/v8/matrix/1`, status),
    })
    await here.get(`https://${matrix}/v8/matrix/1`)
    expect(trail()).toEqual([`GET ${matrix}/v8/matrix/1 token`, `GET ${regional}/v8/matrix/1 token`])
  })

  it.each(statuses)('follows a POST through a %i', async (status) => {
    const { here, trail } = await clientAmong({
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
  ])('does not follow to %s', async (location) => {
    const { here, received } = await clientAmong({ [`GET ${matrix}/v8`]: redirect(location) })
    await here.get(`https://${matrix}/v8`)
    expect(received.map(({ authorization }) => authorization)).toEqual(['Bearer a.token', undefined])
  })

  it.each(statuses)('does not come back once a hop was not to be trusted, through %i', async (status) => {
    const { here, trail } = await clientAmong({
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

  it('goes to trustedHosts and to no sub-domain of them', async () => {
    const { here, trail } = await clientAmong(
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

  it('begins anew with each request, also with a config that was redirected before', async () => {
    const { here, trail } = await clientAmong({ [`GET ${matrix}/1`]: redirect('https://evil.example/2') })
    const { config } = await here.get(`https://${matrix}/1`)
    expect(config).not.toHaveProperty('beforeRedirect')
    await here.request(config)
    expect(trail().slice(2)).toEqual([`GET ${matrix}/1 token`, 'GET evil.example/2 undefined'])
  })

  it('is not what a stranger’s 401 is about: nothing is renewed, and the answer is the caller’s', async () => {
    const { here, received, events } = await clientAmong({
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

  it('is renewed when the host at the end refuses it', async () => {
    const { here, trail, events } = await clientAmong({
      [`GET ${matrix}/1`]: redirect(`https://${regional}/2`, 303),
      [`GET ${regional}/2`]: { status: 401 },
    })
    expect((await here.get(`https://${matrix}/1`)).status).toBe(401)
    expect(trail()).toHaveLength(4)
    expect(events.map(({ type }) => type)).toEqual(['unauthorized', 'unauthorized'])
  })
})

describe('the caller’s beforeRedirect', () => {
  const answers = { [`GET ${matrix}/1`]: redirect(`https://${regional}/2`) }
  type Hook = NonNullable<AxiosRequestConfig['beforeRedirect']>

  async function trailWith(beforeRedirect: Hook, location = `https://${regional}/2`): Promise<string[]> {
    const { here, trail } = await clientAmong({ [`GET ${matrix}/1`]: redirect(location) }, { beforeRedirect })
    const { config } = await here.get(`https://${matrix}/1`)
    expect(config.beforeRedirect).toBe(beforeRedirect)
    return trail()
  }

  it('sees what will be sent, and its own header wins', async () => {
    const seen: unknown[] = []
    const trail = await trailWith((options, { statusCode }) => {
      seen.push(statusCode, options.href, options.headers.Authorization)
      options.headers.Authorization = 'Bearer mine'
    })
    expect(seen).toEqual([302, `https://${regional}/2`, 'Bearer a.token'])
    expect(trail[1]).toBe(`GET ${regional}/2 Bearer mine`)
  })

  it('can keep its own header where the token may not go', async () => {
    const trail = await trailWith((options) => {
      options.headers.authorization = 'Bearer mine'
    }, 'https://evil.example/')
    expect(trail[1]).toBe('GET evil.example/ Bearer mine')
  })

  it('can take the token off', async () => {
    expect((await trailWith((options) => void delete options.headers.Authorization))[1]).toContain('undefined')
  })

  it('that sends the request elsewhere sends it without the token', async () => {
    const trail = await trailWith((options) => {
      options.hostname = 'evil.example'
      options.host = 'evil.example'
    })
    expect(trail[1]).toBe('GET evil.example/2 undefined')
  })

  it('may throw to stop there', async () => {
    const { here } = await clientAmong(answers, {
      'axios-retry': { retries: 0 },
      beforeRedirect: () => {
        throw new Error('no further')
      },
    })
    await expect(here.get(`https://${matrix}/1`)).rejects.toThrow(/no further/)
  })
})

describe('the rule for one hop', () => {
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

  it('finds the header in whatever case, and no other', () => {
    const headers = { 'X-Authorization': 'x', authorization: 'Bearer a.token', Accept: '*/*' }
    expect(hop({}, headers)).toEqual({ 'X-Authorization': 'x', Authorization: 'Bearer a.token', Accept: '*/*' })
    expect(hop({ href: 'https://evil.example/' }, headers)).toEqual({ 'X-Authorization': 'x', Accept: '*/*' })
  })

  it('brings back what axios or follow-redirects took off for another origin', () => {
    expect(hop({ headers: {} }, { Authorization: 'Bearer a.token' })).toEqual({ Authorization: 'Bearer a.token' })
    expect(hop({ headers: {} }, {})).toEqual({})
  })

  const token = { Authorization: 'Bearer a.token' }
  const proxied = { hostname: 'proxy', path: 'http://a/x' }
  it.each<[string, object, object, boolean]>([
    ['nothing', {}, {}, true],
    ['the path', {}, { path: '/other' }, true],
    ['the path on the same host, by proxy', proxied, { path: 'http://a/y?http://b/' }, true],
    ['the host, by proxy', proxied, { path: 'http://b/x' }, false],
    ['the host name', {}, { hostname: 'b' }, false],
    ['the host', {}, { host: 'b' }, false],
    ['the port', {}, { port: 444 }, false],
    ['the protocol', {}, { protocol: 'http:' }, false],
  ])('leaves the token when the caller’s hook changes %s: %s', (_, before, change, isKept) => {
    expect(hop(before, token, (options) => void Object.assign(options, change))).toEqual(isKept ? token : {})
  })
})

it('maxRedirects goes on working', async () => {
  const { here, received } = await clientAmong({
    [`GET ${matrix}/1`]: redirect(`https://${regional}/2`),
    [`GET ${regional}/2`]: redirect(`https://${regional}/3`),
  })
  expect((await here.get(`https://${matrix}/1`, { maxRedirects: 0 })).status).toBe(302)
  await expect(here.get(`https://${matrix}/1`, { maxRedirects: 1 })).rejects.toMatchObject({
    code: 'ERR_FR_TOO_MANY_REDIRECTS',
  })
  expect(received).toHaveLength(3)
})

describe('over redirects of the fetch adapter, where the platform follows', () => {
  async function chain(status: number) {
    const trail: string[] = []
    const visit = (name: string, location?: () => string) =>
      startServer((request, response) => {
        trail.push(`${name} ${request.headers.authorization}`)
        response.writeHead(location === undefined ? 200 : status, location && { Location: location() }).end()
      })
    const last = await visit('last')
    const stranger: string = await visit('stranger', () => last)
    const own = await visit('own', () => stranger)
    const here = createHereClient(() => 'a.token', {
      adapter: 'fetch',
      baseURL: own,
      here: { trustedHosts: [last] },
    })
    return { here, trail }
  }

  it.each(statuses)('a %i to a stranger, and on to a trusted host, carries no token any more', async (status) => {
    const { here, trail } = await chain(status)
    await here.get('/a')
    expect(trail).toEqual(['own Bearer a.token', 'stranger undefined', 'last undefined'])
  })
})
