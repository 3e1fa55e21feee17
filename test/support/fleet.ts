import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { HereEvent } from '../../src/index.ts'

/** What a process has done with one share so far. */
export interface Report {
  ok: number
  failed: number
  events: HereEvent['type'][]
}

/** A store, and the emulator whose tokens it contains. */
export interface Share {
  url: string
  store: { folder: string } | { port: number; lockTimeout?: number }
}

/** A process of the fleet. */
export interface Worker {
  /** Sends requests with one of the shares, one after the other; resolves to the report of that share. */
  run(plan: { share?: number; count: number; every?: number }): Promise<Report>
  kill(): void
}

const root = fileURLToPath(new URL('../../', import.meta.url))

// Runs on the built package.
const program = `
  import { createInterface } from 'node:readline'
  import { createHereClient } from 'axios-here'
  async function createStore({ folder, port, lockTimeout }) {
    if (folder !== undefined) return (await import('axios-here/stores/file')).fileTokenStore(folder)
    const { Redis } = await import('ioredis')
    const redis = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 100 })
    redis.on('error', () => {})
    return (await import('axios-here/stores/redis')).redisTokenStore(redis, { lockTimeout })
  }
  async function join({ url, store }) {
    const report = { ok: 0, failed: 0, events: [] }
    const credentials = { accessKeyId: 'emulator-access-key-id', accessKeySecret: 'emulator-access-key-secret',
      tokenEndpointUrl: url + '/oauth2/token' }
    const here = createHereClient(credentials, { baseURL: url, here: {
      tokenStore: await createStore(store), onEvent: ({ type }) => report.events.push(type) } })
    const send = () => here.get('/v1/geocode', { params: { q: 'Berlin', limit: 1 } })
      .then(() => { report.ok += 1 }, (error) => { report.failed += 1; console.error(error.message) })
    return { send, report }
  }
  const shares = await Promise.all(JSON.parse(process.argv[1]).map(join))
  async function run({ id, share = 0, count, every = 0 }) {
    const { send, report } = shares[share]
    for (let sent = 0; sent < count; sent += 1) {
      await send()
      if (every > 0) await new Promise((resolve) => setTimeout(resolve, every))
    }
    console.log(JSON.stringify({ id, report }))
  }
  console.log('{"id":0}')
  for await (const line of createInterface({ input: process.stdin })) void run(JSON.parse(line))
  process.exit()
`

/** Starts processes, and resolves when all of them are ready; they are killed after the test. */
export async function startWorkers(size: number, shares: readonly Share[]): Promise<Worker[]> {
  return Promise.all(Array.from({ length: size }, () => startWorker(shares)))
}

async function startWorker(shares: readonly Share[]): Promise<Worker> {
  const args = ['--input-type=module', '--eval', program, JSON.stringify(shares)]
  const child: ChildProcess = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const { stdin, stdout } = child
  if (stdin === null || stdout === null) throw new Error('no pipes')
  const pending = new Map<number, (report: Report) => void>()
  let lastId = 0
  const reportOf = (id: number) => new Promise<Report>((resolve) => void pending.set(id, resolve))
  const isReady = reportOf(0)
  createInterface({ input: stdout }).on('line', (line) => {
    const { id, report } = JSON.parse(line)
    pending.get(id)?.(report)
  })
  await isReady
  return {
    run(plan) {
      lastId += 1
      stdin.write(`${JSON.stringify({ id: lastId, ...plan })}\n`)
      return reportOf(lastId)
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
