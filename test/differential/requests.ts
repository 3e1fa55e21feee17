import { Agent } from 'node:http'
import { PassThrough, Readable } from 'node:stream'
import axios, {
  type AxiosAdapter,
  type AxiosInstance,
  type AxiosRequestConfig,
  type InternalAxiosRequestConfig,
} from 'axios'
import FormDataPackage from 'form-data'

/** What a request may use besides the client. */
interface Surroundings {
  /** The origin of the server, and another one. */
  origin: string
  other: string
  /** Notes something that happened on the way. */
  note(what: unknown): void
}

export type Send = (http: AxiosInstance, surroundings: Surroundings) => Promise<unknown>

const form = (): FormData => {
  const data = new FormData()
  data.append('a', '1')
  data.append('file', new Blob(['bytes']), 'file.txt')
  return data
}

const formPackage = (): FormDataPackage => {
  const data = new FormDataPackage()
  data.append('a', '1')
  data.append('file', Buffer.from('bytes'), { filename: 'file.txt' })
  return data
}

const get =
  (url: string, config?: AxiosRequestConfig): Send =>
  (http) =>
    http.get(url, config)
const post =
  (data: () => unknown, config?: AxiosRequestConfig): Send =>
  (http) =>
    http.post('/echo', data(), config)
const json = { headers: { 'Content-Type': 'application/json' } }
const echo: AxiosAdapter = async (config) => ({
  data: JSON.stringify({ url: axios.getUri(config), data: config.data }),
  status: 200,
  statusText: 'OK',
  headers: {},
  config,
})

/** Creates an interceptor that notes that it ran. */
const noting =
  (note: Surroundings['note'], what: string) =>
  (config: InternalAxiosRequestConfig): InternalAxiosRequestConfig => {
    note(what)
    return config
  }

const verbs: Record<string, Send> = {
  'http(config)': (http) => http({ url: '/echo', method: 'post', data: { a: 1 } }),
  'http(url)': (http) => http('/echo'),
  'http(url, config)': (http) => http('/echo', { method: 'PUT', data: 'x' }),
  request: (http) => http.request({ url: '/echo', method: 'PATCH', data: { a: 1 } }),
  get: get('/echo'),
  delete: (http) => http.delete('/echo'),
  'delete with a body': (http) => http.delete('/echo', { data: { a: 1 } }),
  head: (http) => http.head('/echo'),
  options: (http) => http.options('/echo'),
  post: (http) => http.post('/echo', { a: 1 }),
  put: (http) => http.put('/echo', { a: 1 }),
  patch: (http) => http.patch('/echo', { a: 1 }),
  query: (http) => http.query('/echo', { a: 1 }),
  postForm: (http) => http.postForm('/echo', { a: 1, list: [1, 2], deep: { b: 'ü' } }),
  putForm: (http) => http.putForm('/echo', { a: 1 }),
  patchForm: (http) => http.patchForm('/echo', { a: 1 }),
  'a method of the caller': (http) => http.request({ url: '/echo', method: 'PURGE' as never }),
  'a GET with a body': (http) => http.get('/echo', { data: { a: 1 } }),
}

const bodies: Record<string, Send> = {
  'no body': post(() => undefined),
  null: post(() => null),
  text: post(() => 'plain täxt'),
  'empty text': post(() => ''),
  'a number': post(() => 7),
  true: post(() => true),
  'a list': post(() => [1, { a: 2 }]),
  'nested objects': post(() => ({ a: { b: [{ c: null }] }, d: undefined })),
  'a Date in an object': post(() => ({ at: new Date(0) })),
  'JSON text': post(() => '{"a":1}', json),
  'text as JSON': post(() => 'plain', json),
  'null as JSON': post(() => null, json),
  URLSearchParams: post(() => new URLSearchParams({ a: 'b c', d: 'ü&=' })),
  'a Buffer': post(() => Buffer.from([0, 1, 255])),
  'an ArrayBuffer': post(() => new Uint8Array([0, 1, 255]).buffer),
  'a typed array': post(() => new Uint8Array([0, 1, 255])),
  'a Blob': post(() => new Blob(['blob'], { type: 'text/x-mine' })),
  FormData: post(form),
  'FormData with a type': post(form, { headers: { 'Content-Type': 'multipart/form-data' } }),
  'the form-data package': post(formPackage),
  'an object as a form': post(() => ({ a: 1, b: ['x', 'y'] }), { headers: { 'Content-Type': 'multipart/form-data' } }),
  'an object URL-encoded': post(() => ({ a: 1, b: ['x', 'y'], c: { d: 2 } }), {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
  }),
  'a formSerializer': post(() => ({ a: { b: 1 } }), {
    headers: { 'Content-Type': 'multipart/form-data' },
    formSerializer: { dots: true },
  }),
  'a stream': post(() => Readable.from(['str', 'eam'])),
  'a stream with a length': post(() => Readable.from(['stream']), { headers: { 'Content-Length': '6' } }),
  transformRequest: post(() => ({ a: 1 }), { transformRequest: (data) => `<${JSON.stringify(data)}>` }),
  'a list of transforms': post(() => ({ a: 1 }), {
    transformRequest: [(data) => ({ ...data, b: 2 }), (data) => JSON.stringify(data)],
  }),
  'a transform that sets a header': post(() => 'x', {
    transformRequest: (data, headers) => {
      headers.set('X-Transformed', 'yes')
      return data
    },
  }),
  'maxBodyLength exceeded': post(() => 'x'.repeat(100), { maxBodyLength: 10 }),
}

const parameters: Record<string, Send> = {
  none: get('/echo', { params: {} }),
  simple: get('/echo', { params: { a: 1, b: 'x y', c: true } }),
  'null and undefined': get('/echo', { params: { a: null, b: undefined, c: '' } }),
  'special characters': get('/echo', { params: { q: 'ü&=+?#[]:,$@ /' } }),
  'a Date': get('/echo', { params: { at: new Date(0) } }),
  'an object': get('/echo', { params: { a: { b: { c: 1 } } } }),
  URLSearchParams: get('/echo', { params: new URLSearchParams({ a: 'x y' }) }),
  'beside those of the URL': get('/echo?x=1', { params: { a: 2 } }),
  'beside a hash': get('/echo?x=1#hash', { params: { a: 2 } }),
  'paramsSerializer as a function': get('/echo', { params: { a: [1] }, paramsSerializer: () => 'mine=1' } as never),
  'paramsSerializer.serialize': get('/echo', { params: { a: [1] }, paramsSerializer: { serialize: () => 'mine=2' } }),
  'paramsSerializer.encode': get('/echo', {
    params: { a: 'b' },
    paramsSerializer: { encode: (value) => `<${value}>` },
  }),
  'paramsSerializer.indexes': get('/echo', { params: { a: [1, 2] }, paramsSerializer: { indexes: true } }),
}

const headers: Record<string, Send> = {
  'of the caller': get('/echo', { headers: { 'X-Mine': 'yes', 'x-number': 7 } }),
  'in any case': get('/echo', { headers: { accept: 'text/plain', 'USER-AGENT': 'mine' } }),
  'a list': get('/echo', { headers: { 'X-List': ['a', 'b'] } }),
  'null, false and undefined': get('/echo', {
    headers: { 'X-A': null, 'User-Agent': false, 'X-C': undefined } as never,
  }),
  'without Accept-Encoding': get('/echo', { headers: { 'Accept-Encoding': 'identity' } }),
  AxiosHeaders: get('/echo', { headers: new axios.AxiosHeaders({ 'X-Mine': 'yes' }) }),
  'defaults.headers.common': (http) => {
    http.defaults.headers.common['X-Common'] = 'yes'
    return http.get('/echo')
  },
  'defaults.headers.post': (http) => {
    http.defaults.headers.post['X-Post'] = 'yes'
    return http.post('/echo').then(() => http.get('/echo'))
  },
  'an Authorization of the caller': get('/echo', { headers: { Authorization: 'Bearer mine' } }),
  'no Authorization': get('/echo?anonymous', { headers: { Authorization: false } as never }),
  'a header with a line break': get('/echo', { headers: { 'X-Bad': 'a\r\nX-Evil: 1' } }),
  'a bad header name': get('/echo', { headers: { 'X Bad': 'a' } }),
}

const urls: Record<string, Send> = {
  'without a slash': get('echo'),
  'with two': get('//echo'),
  empty: get(''),
  'with dots': get('/a/../echo/./b'),
  'with spaces and umlauts': get('/echo/ä ö'),
  encoded: get('/echo/%2F%20%C3%BC'),
  absolute: (http, { origin }) => http.get(`${origin}/echo`),
  'absolute in capitals': (http, { origin }) => http.get(`${origin.toUpperCase()}/echo`),
  'of another origin': (http, { other }) => http.get(`${other}/echo`),
  'with a user': (http, { other }) => http.get(`${other.replace('//', '//me:pw@')}/echo`),
  'allowAbsoluteUrls: false': (http, { other }) => http.get(`${other}/echo`, { allowAbsoluteUrls: false }),
  'a baseURL of the request': (http, { other }) => http.get('/echo', { baseURL: `${other}/base/` }),
  'a data URL': get('data:text/plain;base64,aGVsbG8='),
  'a data URL as bytes': get('data:text/plain,hello', { responseType: 'arraybuffer' }),
  'no URL': get('http://'),
  'another protocol': get('ftp://127.0.0.1/'),
  'an invalid host': get('http://[bad/'),
}

const responses: Record<string, Send> = {
  'of 204': get('/status/204'),
  'of HEAD 404': (http) => http.head('/status/404'),
  'as text': get('/echo', { responseType: 'text' }),
  'as JSON': get('/echo', { responseType: 'json' }),
  'as bytes': get('/echo', { responseType: 'arraybuffer' }),
  'as a stream': get('/echo', { responseType: 'stream' }),
  'of 404 as a stream': get('/status/404', { responseType: 'stream' }),
  'of 500 as bytes': get('/status/500', { responseType: 'arraybuffer' }),
  'in latin1': get('/text', { responseEncoding: 'latin1' }),
  'of text': get('/text'),
  'that is empty': get('/empty'),
  'that is empty as JSON': get('/empty', { responseType: 'json' }),
  'that is no JSON': get('/broken'),
  'that is no JSON, with an error': get('/broken', {
    responseType: 'json',
    transitional: { silentJSONParsing: false },
  }),
  'of no forced JSON': get('/echo', { transitional: { forcedJSONParsing: false } }),
  'in gzip': get('/gzip'),
  'in gzip, not unpacked': get('/gzip', { decompress: false, responseType: 'arraybuffer' }),
  'with cookies': get('/cookies'),
  'of many bytes': get('/large', { responseType: 'text' }),
  'of too many bytes': get('/large', { maxContentLength: 1000 }),
  'that breaks off': get('/cut'),
  'through transformResponse': get('/echo', { transformResponse: (data) => ({ wrapped: data }) }),
  'of an error through transformResponse': get('/status/404', { transformResponse: (data) => `<${data}>` }),
  'through a transform that throws': get('/echo', {
    transformResponse: () => {
      throw new TypeError('mine')
    },
  }),
  'with parseReviver': get('/echo', {
    parseReviver: (key: string, value: unknown) => (key === 'id' ? 7 : value),
  } as never),
}

const statuses: Record<string, Send> = {
  ...Object.fromEntries(
    [201, 202, 203, 205, 206, 400, 402, 403, 404, 409, 418, 429, 500, 502, 503].map((status) => [
      String(status),
      get(`/status/${status}`),
    ]),
  ),
  '304': get('/status/304', { maxRedirects: 0 }),
  'validateStatus null': get('/status/500', { validateStatus: null }),
  'validateStatus undefined': get('/status/500', { validateStatus: undefined as never }),
  'validateStatus of the caller': get('/status/404', { validateStatus: (status) => status === 404 }),
  'validateStatus that rejects 200': get('/echo', { validateStatus: () => false }),
}

const redirects: Record<string, Send> = {
  ...Object.fromEntries(
    [301, 302, 303, 307, 308].flatMap((status): [string, Send][] => [
      [`${status} of GET`, get(`/status/${status}`)],
      [`${status} of POST`, (http) => http.post(`/status/${status}`, { a: 1 })],
      [`${status} to another origin`, get(`/status/${status}?to=other`)],
    ]),
  ),
  'not followed': get('/status/302', { maxRedirects: 0 }),
  'too many': get('/status/302?to=/status/302', { maxRedirects: 2 }),
  beforeRedirect: (http, { note }) =>
    http.get('/status/302', {
      beforeRedirect: (options, { statusCode }) => {
        note([statusCode, options.path])
        options.headers['X-Hook'] = 'yes'
      },
    }),
  'beforeRedirect that throws': get('/status/302', {
    beforeRedirect: () => {
      throw new Error('no further')
    },
  }),
  sensitiveHeaders: get('/status/302?to=other', { headers: { 'X-Key': 'secret' }, sensitiveHeaders: ['x-key'] }),
}

const failures: Record<string, Send> = {
  'connection refused': get('http://127.0.0.1:1/'),
  timeout: get('/slow', { timeout: 50 }),
  'timeout with a message': get('/slow', { timeout: 50, timeoutErrorMessage: 'too slow' }),
  'timeout with clarifyTimeoutError': get('/slow', { timeout: 50, transitional: { clarifyTimeoutError: true } }),
  'a timeout that is no number': get('/echo', { timeout: 'soon' as never }),
  'aborted before': get('/echo', { signal: AbortSignal.abort() }),
  'aborted meanwhile': (http) => {
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 50)
    return http.get('/slow', { signal: abort.signal })
  },
  'cancelled before': (http) => {
    const { token, cancel } = axios.CancelToken.source()
    cancel('enough')
    return http.get('/echo', { cancelToken: token })
  },
  'cancelled meanwhile': (http) => {
    const { token, cancel } = axios.CancelToken.source()
    setTimeout(() => cancel('enough'), 50)
    return http.get('/slow', { cancelToken: token })
  },
  'transformRequest that throws': post(() => 'x', {
    transformRequest: () => {
      throw new TypeError('mine')
    },
  }),
  'an unknown adapter': get('/echo', { adapter: 'pigeon' as never }),
  'a misspelt option': get('/echo', { baseUrl: 'x' } as never),
  'a body stream that fails': post(() => new Readable({ read: (): void => {} }).destroy(new Error('disk'))),
}

const others: Record<string, Send> = {
  auth: get('/echo', { auth: { username: 'me', password: 'pw' } }),
  'auth and a header': get('/echo', { auth: { username: 'me', password: 'pw' }, headers: { Authorization: 'mine' } }),
  'upload progress': (http, { note }) =>
    http.post('/echo', 'x'.repeat(10), { onUploadProgress: ({ loaded, upload }) => note([loaded, upload]) }),
  'download progress': (http, { note }) =>
    http.get('/echo', { onDownloadProgress: ({ loaded, download }) => note([loaded, download]) }),
  'an agent': (http, { note }) => {
    const httpAgent = new Agent({ keepAlive: true })
    return http.get('/echo', { httpAgent }).finally(() => {
      note(Object.keys(httpAgent.freeSockets).length)
      httpAgent.destroy()
    })
  },
  'a proxy': (http, { other }) => {
    const { hostname, port } = new URL(other)
    return http.get('http://far.example/echo', { proxy: { protocol: 'http', host: hostname, port: Number(port) } })
  },
  'no proxy': get('/echo', { proxy: false }),
  'a lookup': (http, { origin }) =>
    http.get(`http://far.example:${new URL(origin).port}/echo`, {
      lookup: (_: string, __: object, done: (error: null, address: string, family: number) => void) =>
        done(null, '127.0.0.1', 4),
    } as never),
  'a socket that does not exist': get('/echo', { socketPath: '/nonexistent.sock' }),
  'adapter http': get('/echo', { adapter: 'http' }),
  'adapter fetch': get('/echo', { adapter: 'fetch' }),
  'adapter fetch, a POST': post(() => ({ a: 1 }), { adapter: 'fetch' }),
  'adapter fetch, 404': get('/status/404', { adapter: 'fetch' }),
  'adapter fetch, as a stream': get('/echo', { adapter: 'fetch', responseType: 'stream' }),
  'adapter fetch, aborted': get('/echo', { adapter: 'fetch', signal: AbortSignal.abort() }),
  'adapter fetch, connection refused': get('http://127.0.0.1:1/', { adapter: 'fetch' }),
  'adapter xhr, which Node lacks': get('/echo', { adapter: 'xhr' }),
  'a list of adapters': get('/echo', { adapter: ['xhr', 'http'] }),
  'an adapter of the caller': get('/echo', { adapter: echo, params: { a: 1 } }),
  'an adapter that rejects': get('/echo', { adapter: () => Promise.reject(new TypeError('mine')) }),
  'an adapter that throws': get('/echo', {
    adapter: () => {
      throw new TypeError('mine')
    },
  }),
  'defaults that change': (http) => {
    http.defaults.timeout = 5000
    http.defaults.params = { everywhere: 1 }
    return http.get('/echo', { params: { a: 1 } })
  },
  'a child': (http) => http.create({ headers: { 'X-Child': 'yes' } }).get('/echo'),
  getUri: async (http) => [
    http.getUri({ url: '/echo', params: { a: 1 } }),
    http.getUri({ url: 'x', baseURL: 'http://b/' }),
  ],
  'interceptors, in their order': (http, { note }) => {
    for (const name of ['a', 'b']) {
      http.interceptors.request.use((config) => {
        note(`request ${name}`)
        config.headers.set('X-Last', name)
        return config
      })
      http.interceptors.response.use((response) => {
        note(`response ${name}`)
        return response
      })
    }
    return http.get('/echo')
  },
  'an interceptor with runWhen': (http, { note }) => {
    const runWhen = ({ method }: { method?: string }): boolean => method === 'post'
    http.interceptors.request.use(noting(note, 'ran'), null, { runWhen, synchronous: true })
    return http.get('/echo').then(() => http.post('/echo'))
  },
  'an interceptor that was ejected': (http, { note }) => {
    http.interceptors.request.eject(http.interceptors.request.use(noting(note, 'ran')))
    return http.get('/echo')
  },
  'a request interceptor that throws': (http) => {
    http.interceptors.request.use(() => {
      throw new TypeError('mine')
    })
    return http.get('/echo')
  },
  'a request interceptor that rejects': (http) => {
    http.interceptors.request.use(() => Promise.reject(new TypeError('mine')))
    return http.get('/echo')
  },
  'a response interceptor that throws': (http) => {
    http.interceptors.response.use(() => {
      throw new TypeError('mine')
    })
    return http.get('/echo')
  },
  'a response interceptor that returns the data': (http) => {
    http.interceptors.response.use((response) => response.data)
    return http.get('/echo')
  },
  'a response interceptor that resolves an error': (http) => {
    http.interceptors.response.use(null, (error) => error.response)
    return http.get('/status/404')
  },
  'the newer order of interceptors': (http, { note }) => {
    http.defaults.transitional = { legacyInterceptorReqResOrdering: false } as never
    for (const name of ['a', 'b']) http.interceptors.request.use(noting(note, name))
    return http.get('/echo')
  },
  'a body piped from a response': (http) =>
    http.get('/large', { responseType: 'stream' }).then(({ data }) => http.post('/echo', data.pipe(new PassThrough()))),
}

/** About 200 requests, by what they test. */
export const requests: Record<string, Send> = Object.fromEntries(
  Object.entries({
    verbs,
    bodies,
    parameters,
    headers,
    urls,
    responses,
    statuses,
    redirects,
    failures,
    others,
  }).flatMap(([group, cases]) => Object.entries(cases).map(([name, send]) => [`${group}: ${name}`, send])),
)
