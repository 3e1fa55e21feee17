import {
  AxiosError,
  AxiosHeaders,
  type AxiosInstance,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios'
import { redactError } from '#runtime'
import { bodyFields, readHereError } from '../errors/here-error.ts'
import { nameOf } from '../http/request-name.ts'
import { waitAsRequest } from '../http/timing.ts'
import { pause } from '../pause.ts'
import { retryAfterOf } from '../retry-after.ts'

/** A job that is under way. */
export interface HereJobProgress {
  /** HERE's own word: `'accepted'`, `'pending'`, `'inProgress'`, …; `'accepted'` too where HERE has said nothing yet. */
  status: string
  /** How often HERE has been asked so far, 0 at first. */
  polls: number
  /** Milliseconds since `pollHereJob` was called. */
  elapsed: number
}

/** How {@link pollHereJob} waits. */
export interface HereJobOptions {
  /** Ends the wait. The job itself goes on at HERE. */
  signal?: AbortSignal | undefined
  /** Called before each pause, with what the last answer said. What it throws ends the wait. */
  onProgress?: ((progress: HereJobProgress) => unknown) | undefined
}

/** What is left of the type of an answer when the job is done: not its status. */
export type HereJobResult<Answer> = [Done<Answer>] extends [never] ? unknown : Done<Answer>
type Done<Answer> = Exclude<Answer, { status: string } | { statusId: string }>

// Milliseconds between two questions, where HERE does not say.
const firstPause = 500
const longestPause = 5000
const longestRetryAfter = 60_000

/** RFC 9110, section 15.3.3. */
const accepted = 202

const isDone = /^(completed|success)$/
const isFailed = /^(error|timeout|failure|failed|cancell?ed|stopped|deleted)$/

/**
 * Waits for the result of a job that HERE works on: a matrix, or a problem of tour planning. It asks the URL that the
 * answer names, waits as `Retry-After` says (else 0.5 s, growing to 5 s; at most a minute), and gets the result from where
 * HERE has put it, for the project that the job was started for (`here.scope`).
 * The token goes to HERE's hosts alone, and not to the storage that a result may lie in.
 *
 * @param client a client of `createHereClient`, or an instance with `attachHereAuth`
 * @param response the answer to the request that started the job; one that is the result already is given back
 * @returns the answer that holds the result; where HERE names none, the last one that it gave
 * @throws AxiosError with code `ERR_HERE_JOB` when the job failed; its `response` is what HERE says about it
 * @example
 * const started = await here.post('/v8/matrix', { origins, regionDefinition: { type: 'world' } })
 * const { data } = await pollHereJob(here, started, { onProgress: ({ status }) => console.log(status) })
 */
export async function pollHereJob<Result = never, Answer = unknown>(
  client: Pick<AxiosInstance, 'get'>,
  response: AxiosResponse<Answer>,
  { signal, onProgress }: HereJobOptions = {},
): Promise<AxiosResponse<[Result] extends [never] ? HereJobResult<Answer> : Result>> {
  const config = configOf(response, signal)
  const startedAt = performance.now()
  let answer: AxiosResponse = response
  const absolute = createResolve(response)
  let job = readJob(answer, absolute)
  if (!job && whole(answer).status === accepted)
    throw jobFailed(response, answer, 'has begun, and how it goes cannot be read')
  let asked: string | undefined
  for (let polls = 0; job; polls += 1) {
    const { status, statusUrl = asked, resultUrl } = job
    if (isFailed.test(status)) throw jobFailed(response, answer, `ended as ${status}`)
    if (isDone.test(status)) return resultUrl ? client.get(resultUrl, config) : answer
    if (!statusUrl) throw jobFailed(response, answer, `is ${status}, and there is no URL to ask`)
    await onProgress?.({ status, polls, elapsed: performance.now() - startedAt })
    await waitAsRequest(config, (ended) => pause(pauseAfter(answer, polls), ended?.()))
    answer = await client.get(statusUrl, config)
    asked = statusUrl
    job = readJob(answer, (url) => absolute(url, statusUrl))
    if (!job && !isResult(answer)) throw jobFailed(response, answer, 'was answered with what is no result')
  }
  return answer
}

/** The questions belong to the project of the job, and their answers are read here. */
function configOf(response: AxiosResponse, signal: AbortSignal | undefined): InternalAxiosRequestConfig {
  const { here } = whole(response).config
  return { headers: new AxiosHeaders(), responseType: 'json', ...(here && { here }), ...(signal && { signal }) }
}

type Resolve = (url: string, asked?: string) => string

/**
 * Makes the function that completes relative URLs: they are meant for the host that was asked, as others do not know the
 * job, and at a gateway for its path.
 */
function createResolve(response: AxiosResponse): Resolve {
  const { url = '', baseURL } = whole(response).config
  const isGateway = (asked: string): boolean => baseURL !== undefined && asked.startsWith(baseURL)
  return (path, asked = URL.canParse(url) ? url : baseURL) => {
    if (!asked || URL.canParse(path)) return path
    if (isGateway(asked)) return `${baseURL?.replace(/\/$/, '')}/${path.replace(/^\/+/, '')}`
    return new URL(path, asked).href
  }
}

interface Job {
  status: string
  statusUrl: string | undefined
  resultUrl: string | undefined
}

/** What an answer says of a job, `undefined` when it is the result. Only the first one names the URL to ask. */
function readJob(answer: AxiosResponse, resolve: Resolve): Job | undefined {
  const { status, statusId, statusUrl, href, resultUrl, resource } = bodyFields(whole(answer).data) ?? {}
  // Tour planning begins with an id and a URL alone.
  const word = status ?? (statusId && 'accepted')
  if (typeof word !== 'string') return undefined
  const [askNext, getThen] = [statusUrl ?? href, resultUrl ?? Object(resource).href]
  return {
    status: word,
    statusUrl: typeof askNext === 'string' ? resolve(askNext) : undefined,
    resultUrl: typeof getThen === 'string' ? resolve(getThen) : undefined,
  }
}

/** With a `validateStatus` of the app's a refusal comes as an answer. */
function isResult(answer: AxiosResponse): boolean {
  const { status = 200, data } = whole(answer)
  return status < 400 && bodyFields(data) !== undefined
}

// Interceptors of an app may give the body alone, or with less around it than axios does.
function whole(answer: AxiosResponse): AxiosResponse {
  const known = 'data' in Object(answer) ? answer : ({ data: answer } as AxiosResponse)
  return { ...known, headers: known.headers ?? {}, config: known.config ?? {} }
}

function pauseAfter(answer: AxiosResponse, polls: number): number {
  const asked = Math.min(retryAfterOf(whole(answer)), longestRetryAfter)
  return asked || Math.min(firstPause * 1.5 ** polls, longestPause)
}

function jobFailed(started: AxiosResponse, answer: AxiosResponse, what: string): AxiosError {
  const response = whole(answer)
  const { title, code, cause } = readHereError(response) ?? {}
  const why = [title, code, cause].filter((part) => part !== undefined && part !== response.statusText).join(', ')
  const { config: asked } = whole(started)
  const message = `The job${asked.url ? ` of ${nameOf(asked)}` : ''} ${what}${why && `: ${why}`}`
  const { config, request } = response
  const error = new AxiosError(message, 'ERR_HERE_JOB', config, request, response)
  return redactError(error) as AxiosError
}
