import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { AxiosHeaders, type AxiosResponse } from 'axios'
import { type ClientOptions, createCommandClient } from './command-client.ts'
import { UsageError } from './failure.ts'
import { forTerminal } from './terminal.ts'

/** The options of `get`, `post`, `put` and `delete`. */
export interface RequestOptions extends ClientOptions {
  param: string[]
  header: string[]
  service?: string
  include?: boolean
  data?: string
}

/** Sends one request and prints its response: unchanged into a pipe or a file, formatted on a terminal. */
export async function sendRequest(method: string, target: string, options: RequestOptions): Promise<void> {
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(target)?.[1]
  if (scheme !== undefined && !/^https?$/i.test(scheme)) throw new UsageError(`${scheme}: is neither http nor https`)
  const headers = readHeaders(options.header)
  const data = await readBody(method, options.data)
  if (data !== undefined && !headers.has('Content-Type')) headers.setContentType(typeOf(data))
  const response = await createCommandClient(options)
    .request({
      method,
      url: target,
      params: readParams(options.param),
      data,
      headers,
      responseType: 'arraybuffer',
    })
    .catch((error) => {
      // To standard error, because a program may read standard output.
      if (options.include && error.response !== undefined) process.stderr.write(headOf(error.response))
      throw error
    })
  if (options.include) process.stdout.write(headOf(response))
  printBody(Buffer.from(response.data), String(response.headers['content-type'] ?? ''))
}

function readParams(pairs: string[]): Record<string, string | string[]> {
  // Without a prototype, so that every name is a name like any other.
  const params: Record<string, string | string[]> = Object.create(null)
  for (const pair of pairs) {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? []
    // axios sends no parameter of that name.
    if (name === '' || name === '__proto__') throw new UsageError(`-p wants key=value, and not ${pair}`)
    const before = params[name]
    params[name] = before === undefined ? value : [before, value].flat()
  }
  return params
}

function readHeaders(lines: string[]): AxiosHeaders {
  const wrong = lines.find((line) => !/^[^\s:]+:/.test(line))
  // The line may hold a secret.
  if (wrong !== undefined) throw new UsageError(`-H wants 'Name: value', and not '${wrong.split(/[:\s]/)[0]}…'`)
  if (lines.some((line) => !/^[\t\x20-\x7e\x80-\xff]*$/.test(line))) {
    throw new UsageError('-H: a header can hold the characters of Latin-1 and no others')
  }
  return AxiosHeaders.from(lines.join('\n'))
}

async function readBody(method: string, data: string | undefined): Promise<Buffer | undefined> {
  if (data === '@-') return buffer(process.stdin)
  if (data?.startsWith('@')) return readFile(data.slice(1))
  if (data !== undefined) return Buffer.from(data)
  // Without -d, `post` and `put` take a body from a pipe.
  if (process.stdin.isTTY || (method !== 'post' && method !== 'put')) return undefined
  const piped = await withHintWhenSlow(buffer(process.stdin))
  return piped.length === 0 ? undefined : piped
}

const longWait = 2000

// A program that starts this one may leave a pipe open and never write to it.
async function withHintWhenSlow<T>(body: Promise<T>): Promise<T> {
  const timer = setTimeout(
    () => process.stderr.write("Waiting for the body on standard input; -d '' is for none, -d @file for a file …\n"),
    longWait,
  )
  return body.finally(() => clearTimeout(timer))
}

function readFile(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new UsageError(`-d: the file ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    })
  }
}

function typeOf(body: Buffer): string {
  return jsonOf(body) === undefined ? 'application/octet-stream' : 'application/json'
}

function headOf({ status, statusText, headers }: AxiosResponse): string {
  const lines = Object.entries(headers).flatMap(([name, value]) => [value].flat().map((each) => `${name}: ${each}`))
  return [`HTTP/1.1 ${status} ${statusText}`, ...lines, '', ''].join('\n')
}

function printBody(body: Buffer, contentType: string): void {
  if (!process.stdout.isTTY) {
    process.stdout.write(body)
    return
  }
  if (body.length === 0) return
  const json = /\bjson\b/i.test(contentType) ? jsonOf(body) : undefined
  if (json !== undefined) {
    process.stdout.write(`${JSON.stringify(json, undefined, 2)}\n`)
  } else if (isText(body)) {
    process.stdout.write(`${forTerminal(body.toString()).replace(/\n$/, '')}\n`)
  } else {
    const kind = contentType || 'of unknown type'
    throw new UsageError(
      `The response is ${body.length} bytes (${kind}), which a terminal cannot show: write it to a file by >`,
    )
  }
}

function isText(body: Buffer): boolean {
  return !body.includes(0) && !body.toString().includes('\uFFFD')
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return undefined
  }
}
