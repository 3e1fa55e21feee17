import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import type { HereEvent } from '../../src/index.ts'

/** What a process of the fleet has done so far. */
export interface Report {
  ok: number
  failed: number
  events: HereEvent['type'][]
}

/** One process of its own. */
export interface Worker {
  /** Sends requests, `every` so many milliseconds, until it has sent `count`; resolves to what has happened so far. */
  run(plan: { count: number; every?: number }): Promise<Report>
  kill(): void
}

interface Plan {
  url: string
  store: { folder: string } | { port: number; lockTimeout?: number }
}

const root = fileURLToPath(new URL('../../', import.meta.url))

// On what `npm run build` made.
const program = `
  import { createInterface } from 'node:readline'
  import { createHereClient } from 'axios-here'
  const plan = JSON.parse(process.argv[1])
  const report = { ok: 0, failed: 0, events: [] }
  async function createStore({ folder, port, lockTimeout }) {
    if (folder !== undefined) return (await import('axios-here/stores/file')).fileTokenStore(folder)
    const { Redis } = await import('ioredis')
    const redis = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 100 })
    redis.on('error', () => {})
    return (await import('axios-here/stores/redis')).redisTokenStore(redis, { lockTimeout })
  }
  const credentials = { accessKeyId: 'emulator-access-key-id', accessKeySecret: 'emulator-access-key-secret',
    tokenEndpointUrl: plan.url + '/oauth2/token' }
  const here = createHereClient(credentials, { baseURL: plan.url, here: {
    tokenStore: await createStore(plan.store), onEvent: ({ type }) => report.events.push(type) } })
  const ask = () => here.get('/v1/geocode', { params: { q: 'Berlin', limit: 1 } })
    .then(() => { report.ok += 1 }, (error) => { report.failed += 1; console.error(error.message) })
  console.log('ready')
  for await (const line of createInterface({ input: process.stdin })) {
    const { count, every = 0 } = JSON.parse(line)
    for (let sent = 0; sent < count; sent += 1) {
      await ask()
      if (every > 0) await new Promise((resolve) => setTimeout(resolve, every))
    }
    console.log(JSON.stringify(report))
  }
  process.exit()
`

/** Starts processes, and resolves when all of them wait for the word; they end with the test. */
export async function startWorkers(size: number, plan: Plan): Promise<Worker[]> {
  return Promise.all(Array.from({ length: size }, () => startWorker(plan)))
}

async function startWorker(plan: Plan): Promise<Worker> {
  const args = ['--input-type=module', '--eval', program, JSON.stringify(plan)]
  const child: ChildProcess = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const { stdin, stdout } = child
  if (stdin === null || stdout === null) throw new Error('no pipes')
  const lines = createInterface({ input: stdout })
  await once(lines, 'line')
  return {
    async run(plan) {
      stdin.write(`${JSON.stringify(plan)}\n`)
      const [line] = await once(lines, 'line')
      return JSON.parse(line)
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
