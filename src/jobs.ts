import {
  AxiosError,
  AxiosHeaders,
  type AxiosInstance,
  type AxiosResponse,
  type InternalAxiosRequestConfig,
} from 'axios'
import { retryAfter } from '#axios-retry'
import { redactError } from '#runtime'
import { bodyFields, readHereError } from './errors.ts'
import { nameOf } from './request-name.ts'
import { longestTimer, waitAsRequest } from './wait.ts'

/** What HERE says about a job that is under way. */
export interface HereJobProgress {
  /** HERE's own word: `'accepted'`, `'pending'`, `'inProgress'`, … */
  status: string
  /** How often HERE was asked so far. */
  polls: number
  /** Milliseconds since the first of them. */
  elapsed: number
}

/** How {@link pollHereJob} waits. */
export interface HereJobOptions {
  /** Ends the wait. The job itself goes on at HERE. */
  signal?: AbortSignal | undefined
  /** Called each time that HERE has been asked and the job is not done. */
  onProgress?: ((progress: HereJobProgress) => void) | undefined
}

/** What an answer may be when the job is done: not its status. */
export type HereJobResult<Answer> = Answer extends { status: string } ? never : Answer

// Milliseconds between two questions, where HERE does not say.
const firstPause = 500
const longestPause = 5000

const isDone = /^(completed|success)$/
const isFailed = /^(error|timeout|failure|failed|cancell?ed|stopped|deleted|archived)$/

/**
 * Waits for the result of a job that HERE works on: a matrix, or a problem of tour planning. It asks the URL that the
 * answer names, waits as `Retry-After` says (else 0.5 s, growing to 5 s), and gets the result from where HERE has put it.
 * The token goes to HERE's hosts alone, and not to the storage that a result may lie in.
 *
 * @param client a client of `createHereClient`, or an instance with `attachHereAuth`
 * @param response the answer to the request that started the job; one that is the result already is given back
 * @returns the answer that holds the result
 * @throws AxiosError with code `ERR_HERE_JOB` when the job failed; its `response` is what HERE says about it
 * @example
 * const started = await here.post('/v8/matrix', { origins, regionDefinition: { type: 'world' } })
 * const { data } = await pollHereJob(here, started, { onProgress: ({ status }) => console.log(status) })
 */
export async function pollHereJob<Answer>(
  client: Pick<AxiosInstance, 'get'>,
  response: AxiosResponse<Answer>,
  { signal, onProgress }: HereJobOptions = {},
): Promise<AxiosResponse<HereJobResult<Answer>>> {
  const config = { headers: new AxiosHeaders(), ...(signal && { signal }) }
  const startedAt = performance.now()
  let answer: AxiosResponse = response
  let job = readJob(answer)
  for (let polls = 0; job; polls += 1) {
    const { status, statusUrl, resultUrl } = job
    if (isFailed.test(status)) throw jobFailed(response, answer, `ended as ${status}`)
    if (isDone.test(status) && resultUrl) return client.get(absolute(resultUrl, statusUrl), config)
    if (!statusUrl) throw jobFailed(response, answer, `is ${status}, and there is no URL to ask`)
    onProgress?.({ status, polls, elapsed: performance.now() - startedAt })
    await pause(pauseAfter(answer, polls), config)
    answer = await client.get(statusUrl, config)
    job = readJob(answer, statusUrl)
  }
  return answer
}

interface Job {
  status: string
  statusUrl: string | undefined
  resultUrl: string | undefined
}

/** What an answer says of a job, `undefined` when it is the result. Only the first one names the URL to ask. */
function readJob(answer: AxiosResponse, knownUrl?: string): Job | undefined {
  const { status, statusId, statusUrl, href, resultUrl, resource } = bodyFields(whole(answer).data) ?? {}
  // Tour planning begins with an id and a URL alone.
  const word = status ?? (statusId && 'accepted')
  if (typeof word !== 'string') return undefined
  return {
    status: word,
    statusUrl: textOf(statusUrl) ?? textOf(href) ?? knownUrl,
    resultUrl: textOf(resultUrl) ?? textOf(Object(resource).href),
  }
}

// Interceptors of an app may give the body alone.
function whole(answer: AxiosResponse): AxiosResponse {
  return 'data' in Object(answer) ? answer : ({ data: answer, headers: {}, config: {} } as AxiosResponse)
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

// A relative one is meant for the host that was asked: other regions do not know the job.
function absolute(url: string, base: string | undefined): string {
  return URL.canParse(url, base) ? new URL(url, base).href : url
}

function pauseAfter(answer: AxiosResponse, polls: number): number {
  const asked = retryAfter({ response: whole(answer) } as AxiosError)
  return Math.min(asked || Math.min(firstPause * 1.5 ** polls, longestPause), longestTimer)
}

function pause(milliseconds: number, config: InternalAxiosRequestConfig): Promise<void> {
  return waitAsRequest(config, (ended) => {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      ended.addEventListener('abort', () => clearTimeout(timer))
    })
  })
}

function jobFailed(started: AxiosResponse, answer: AxiosResponse, what: string): AxiosError {
  const response = whole(answer)
  const { title, code, cause } = readHereError(response) ?? {}
  const why = [title, code, cause].filter((part) => part !== undefined && part !== response.statusText).join(', ')
  const message = `The job of ${nameOf(whole(started).config)} ${what}${why && `: ${why}`}`
  const { config, request } = response
  const error = new AxiosError(message, 'ERR_HERE_JOB', config, request, response)
  return redactError(error) as AxiosError
}
