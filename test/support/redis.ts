import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Cluster, Redis } from 'ioredis'
import { onTestFinished } from 'vitest'

const program = process.env.REDIS_SERVER ?? '/usr/bin/redis-server'

export const hasRedis: boolean = existsSync(program)
if (!hasRedis) console.warn(`SKIPPED: no Redis at ${program}. Install redis-server, or set REDIS_SERVER to its path.`)

/** A Redis server for one test. */
export interface RedisServer {
  readonly port: number
  /** Creates a client that is disconnected after the test. */
  connect(): Redis
  /** Kills the server, as when its machine fails. */
  stop(): Promise<void>
  /** Starts the server again, empty, on the same port. */
  start(): Promise<void>
}

/**
 * Starts a Redis server on a free port, which is killed after the test.
 *
 * @param options options of its command line, before the usual ones
 */
export async function startRedis(options: readonly string[] = []): Promise<RedisServer> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'axios-here-redis-'))
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    const usual = ['--port', String(port), '--bind', '127.0.0.1', '--loglevel', 'warning']
    const memory = options.includes('--sentinel') ? [] : ['--save', '']
    child = spawn(program, [...options, ...usual, ...memory], { stdio: 'ignore', cwd: folder })
    await waitForRedis(port)
  }

  async function stop(): Promise<void> {
    if (child === undefined) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    child = undefined
  }

  await start()
  onTestFinished(async () => {
    await stop()
    await rm(folder, { recursive: true })
  })
  return {
    port,
    connect() {
      const redis = new Redis({ port, host: '127.0.0.1' })
      // Without a listener the client prints errors to the console.
      redis.on('error', () => {})
      onTestFinished(() => redis.disconnect())
      return redis
    },
    stop,
    start,
  }
}

/** Creates a client of a Cluster with one node. */
export async function connectToCluster(): Promise<Cluster> {
  const busPort = ['--cluster-port', String(await freePort())]
  const address = ['--cluster-announce-ip', '127.0.0.1']
  const { port, connect } = await startRedis(['--cluster-enabled', 'yes', ...busPort, ...address])
  const node = connect()
  await node.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383')
  while (!/cluster_state:ok/.test(String(await node.cluster('INFO')))) await delay(20)
  const cluster = new Cluster([{ port, host: '127.0.0.1' }])
  cluster.on('error', () => {})
  onTestFinished(() => cluster.disconnect())
  return cluster
}

/** Creates a client that finds its server through a Sentinel. */
export async function connectBySentinel(): Promise<Redis> {
  const { port } = await startRedis()
  const folder = await mkdtemp(join(tmpdir(), 'axios-here-sentinel-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const config = join(folder, 'sentinel.conf')
  await writeFile(config, `sentinel monitor here 127.0.0.1 ${port} 1\n`)
  const sentinel = await startRedis([config, '--sentinel'])
  const redis = new Redis({ sentinels: [{ port: sentinel.port, host: '127.0.0.1' }], name: 'here' })
  redis.on('error', () => {})
  onTestFinished(() => redis.disconnect())
  return redis
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

async function waitForRedis(port: number): Promise<void> {
  const redis = new Redis({ port, host: '127.0.0.1', maxRetriesPerRequest: null, retryStrategy: () => 20 })
  redis.on('error', () => {})
  while ((await redis.ping().catch(() => undefined)) !== 'PONG') await delay(20)
  redis.disconnect()
}
