// Many processes share one token: `npx tsx examples/fleet.ts 20` starts 20 processes at the same time. They share it through
// files, or through Redis when REDIS_URL is set.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHereClient, type TokenStore } from 'axios-here'
import { fileTokenStore } from 'axios-here/stores/file'
import { redisTokenStore } from 'axios-here/stores/redis'
import { Redis } from 'ioredis'
import { hereOrEmulator } from './here-or-emulator.ts'

interface Report {
  tokenRequests: number
  foundInStore: number
  requests: number
}

const requestsEach = 5

if (process.send === undefined) await runFleet(Number(process.argv[2] ?? 10))
else await runWorker()

async function runFleet(size: number): Promise<void> {
  const { credentials, config, close } = await hereOrEmulator()
  const folder = await mkdtemp(join(tmpdir(), 'axios-here-fleet-'))
  // The workers get the emulator's key in the environment, as they would get yours.
  const emulator = typeof credentials === 'object' && 'accessKeyId' in credentials ? credentials : undefined
  const env = {
    ...process.env,
    ...(emulator && {
      HERE_ACCESS_KEY_ID: emulator.accessKeyId,
      HERE_ACCESS_KEY_SECRET: emulator.accessKeySecret,
      HERE_TOKEN_ENDPOINT_URL: emulator.tokenEndpointUrl,
      HERE_BASE_URL: config.baseURL,
    }),
    TOKEN_FOLDER: folder,
  }
  const workers = Array.from({ length: size }, () => fork(new URL(import.meta.url), { env }))
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  const reports = await Promise.all(workers.map(requestReport))

  reports.forEach(({ tokenRequests, requests }, index) => {
    const token = tokenRequests > 0 ? 'requested the token from HERE' : 'found the token in the store'
    console.log(`process ${String(index + 1).padStart(3)}: ${requests} requests, ${token}`)
  })
  const total = (key: keyof Report): number => reports.reduce((sum, report) => sum + report[key], 0)
  console.log(
    `${size} processes: ${total('requests')} requests, ${total('tokenRequests')} token requests, ` +
      `${total('foundInStore')} tokens from the store`,
  )
  await rm(folder, { recursive: true })
  await close()
}

async function requestReport(worker: ChildProcess): Promise<Report> {
  worker.send('go')
  const [report] = await once(worker, 'message')
  return report
}

async function runWorker(): Promise<void> {
  const { HERE_BASE_URL, TOKEN_FOLDER, REDIS_URL } = process.env
  const redis = REDIS_URL === undefined ? undefined : new Redis(REDIS_URL)
  const tokenStore: TokenStore = redis === undefined ? fileTokenStore(TOKEN_FOLDER) : redisTokenStore(redis)
  const report: Report = { tokenRequests: 0, foundInStore: 0, requests: 0 }
  const here = createHereClient(undefined, {
    ...(HERE_BASE_URL !== undefined && { baseURL: HERE_BASE_URL }),
    here: {
      tokenStore,
      onEvent({ type }) {
        if (type === 'token-requested') report.tokenRequests += 1
        if (type === 'token-shared') report.foundInStore += 1
      },
    },
  })
  process.send?.('ready')
  await once(process, 'message')
  for (; report.requests < requestsEach; report.requests += 1) {
    await here.get('/v1/geocode', { params: { q: 'Berlin', limit: 1 } })
  }
  process.send?.(report)
  process.disconnect()
  redis?.disconnect()
}
