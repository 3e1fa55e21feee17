import {
  AxiosError,
  AxiosHeaders,
  type AxiosInstance,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios'
import { readHereError } from '../errors/here-error.ts'
import { bodyFields } from '../http/body.ts'
import { redactError } from '../http/redact.ts'
import { requestName } from '../http/redacted-text.ts'
import { retryAfterOf } from '../http/retry.ts'
import { pause, waitAsRequest } from '../http/timing.ts'

/** A job that HERE works on. */
export interface HereJobProgress {
  /** HERE's own word: `'accepted'`, `'pending'`, `'inProgress'`, …; `'accepted'` too before HERE's first status. */
  status: string
  /** How often the status was requested so far, 0 at first. */
  polls: number
  /** Milliseconds since `pollHereJob` was called. */
  elapsed: number
}

/** Options of {@link pollHereJob}. */
export interface HereJobOptions {
  /** Ends the wait. The job itself goes on at HERE. */
  signal?: AbortSignal | undefined
  /** Called before each pause, with the last status. What it throws ends the wait. */
  onProgress?: ((progress: HereJobProgress) => unknown) | undefined
}

/** The type of the result: that of the first response, without the status of a job. */
export type HereJobResult<Started> = [Done<Started>] extends [never] ? unknown : Done<Started>
type Done<Started> = Exclude<Started, { status: string } | { statusId: string }>

// Milliseconds between two requests, without a `Retry-After`.
const firstPause = 500
const longestPause = 5000
const longestRetryAfter = 60_000

/** RFC 9110, section 15.3.3. */
const accepted = 202

const isDone = /^(completed|success)$/
const isFailed = /^(error|timeout|failure|failed|cancell?ed|stopped|deleted)$/

/**
 * Waits for the result of a job that HERE works on: a matrix, or a problem of tour planning. It requests the status URL of the
 * response, waits as `Retry-After` says (else 0.5 s, growing to 5 s; at most a minute), and gets the result from its URL, for
 * the project that the job was started for (`here.scope`). The token goes to HERE's hosts only, not to the storage that may
 * contain a result.
 *
 * @param client a client of `createHereClient`, or an instance with `attachHereAuth`
 * @param response the response to the request that started the job; one that is the result already is returned
 * @returns the response with the result; without a result URL, the last response
 * @throws AxiosError with code `ERR_HERE_JOB` when the job failed; its `response` is HERE's last response
 * @example
 * const started = await here.post('/v8/matrix', { origins, regionDefinition: { type: 'world' } })
 * const { data } = await pollHereJob(here, started, { onProgress: ({ status }) => console.log(status) })
 */
export async function pollHereJob<Result = never, Started = unknown>(
  client: Pick<AxiosInstance, 'get'>,
  response: AxiosResponse<Started>,
  { signal, onProgress }: HereJobOptions = {},
): Promise<AxiosResponse<[Result] extends [never] ? HereJobResult<Started> : Result>> {
  const config = configOf(response, signal)
  const startedAt = performance.now()
  let latest: AxiosResponse = response
  const absolute = createResolve(response)
  let job = readJob(latest, absolute)
  if (!job && complete(latest).status === accepted)
    throw jobFailed(response, latest, 'has begun, and its status cannot be read')
  let lastUrl: string | undefined
  for (let polls = 0; job; polls += 1) {
    const { status, statusUrl = lastUrl, resultUrl } = job
    if (isFailed.test(status)) throw jobFailed(response, latest, `ended as ${status}`)
    if (isDone.test(status)) return resultUrl ? client.get(resultUrl, config) : latest
    if (!statusUrl) throw jobFailed(response, latest, `is ${status}, and there is no status URL`)
    await onProgress?.({ status, polls, elapsed: performance.now() - startedAt })
    await waitAsRequest(config, undefined, (ended) => pause(pauseAfter(latest, polls), ended))
    latest = await client.get(statusUrl, config)
    lastUrl = statusUrl
    job = readJob(latest, (url) => absolute(url, statusUrl))
    if (!job && !isResult(latest)) throw jobFailed(response, latest, 'ended with a response that is not a result')
  }
  return latest
}

/** The config of the status requests: for the project of the job, with responses that are parsed. */
function configOf(response: AxiosResponse, signal: AbortSignal | undefined): InternalAxiosRequestConfig {
  const { here } = complete(response).config
  return { headers: new AxiosHeaders(), responseType: 'json', ...(here && { here }), ...(signal && { signal }) }
}

type Resolve = (url: string, base?: string) => string

/**
 * Creates the function that completes relative URLs. They belong to the host that sent them, because other hosts do not know
 * the job, and at a gateway to its path.
 */
function createResolve(response: AxiosResponse): Resolve {
  const { url = '', baseURL } = complete(response).config
  const isGateway = (base: string): boolean => baseURL !== undefined && base.startsWith(baseURL)
  return (path, base = URL.canParse(url) ? url : baseURL) => {
    if (!base || URL.canParse(path)) return path
    if (isGateway(base)) return `${baseURL?.replace(/\/$/, '')}/${path.replace(/^\/+/, '')}`
    return new URL(path, base).href
  }
}

interface Job {
  status: string
  statusUrl: string | undefined
  resultUrl: string | undefined
}

/** The job's status in a response, `undefined` when it is the result. Only the first response has the status URL. */
function readJob(response: AxiosResponse, resolve: Resolve): Job | undefined {
  const { status, statusId, statusUrl, href, resultUrl, resource } = bodyFields(complete(response).data) ?? {}
  // Tour planning's first response has an id and a URL, and no status.
  const word = status ?? (statusId && 'accepted')
  if (typeof word !== 'string') return undefined
  const [next, result] = [statusUrl ?? href, resultUrl ?? Object(resource).href]
  return {
    status: word,
    statusUrl: typeof next === 'string' ? resolve(next) : undefined,
    resultUrl: typeof result === 'string' ? resolve(result) : undefined,
  }
}

/** Whether a response can be a result. An application's `validateStatus` may let errors pass. */
function isResult(response: AxiosResponse): boolean {
  const { status = 200, data } = complete(response)
  return status < 400 && bodyFields(data) !== undefined
}

// Interceptors of an application may return the body alone, or an incomplete response.
function complete(response: AxiosResponse): AxiosResponse {
  const known = 'data' in Object(response) ? response : ({ data: response } as AxiosResponse)
  return { ...known, headers: known.headers ?? {}, config: known.config ?? {} }
}

function pauseAfter(response: AxiosResponse, polls: number): number {
  const retryAfter = Math.min(retryAfterOf(complete(response)), longestRetryAfter)
  return retryAfter || Math.min(firstPause * 1.5 ** polls, longestPause)
}

function jobFailed(started: AxiosResponse, latest: AxiosResponse, what: string): AxiosError {
  const response = complete(latest)
  const { title, code, cause } = readHereError(response) ?? {}
  const why = [title, code, cause].filter((part) => part !== undefined && part !== response.statusText).join(', ')
  const { config: startConfig } = complete(started)
  const message = `The job${startConfig.url ? ` of ${requestName(startConfig)}` : ''} ${what}${why && `: ${why}`}`
  const { config, request } = response
  const error = new AxiosError(message, 'ERR_HERE_JOB', config, request, response)
  return redactError(error) as AxiosError
}
