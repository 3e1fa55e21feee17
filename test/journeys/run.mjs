// Prints how many files and functions of `src/` a request runs through, as V8 counts them: `npm run journeys`. Each journey runs
// in this process on the sources, over HTTP, with a server that stands for all of HERE's hosts.
import { once } from 'node:events'
import { Agent, createServer } from 'node:http'
import { Session } from 'node:inspector/promises'
import { connect } from 'node:net'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { markdownTable } from 'markdown-table'
import { createHereClient } from '../../src/index.ts'

const src = fileURLToPath(new URL('../../src/', import.meta.url))
const isOurs = (url) => url.startsWith(`file://${src}`)

const params = { at: '52.5228,13.412', q: 'restaurant', limit: 1 }
const session = new Session()
session.connect()
await session.post('Profiler.enable')

// Stands for all of HERE's hosts, without TLS, so that requests go to HERE's own URLs.
let nextStatus = 200
const server = createServer((request, response) => {
  const isToken = request.url === '/oauth2/token'
  const status = isToken ? 200 : nextStatus
  if (!isToken) nextStatus = 200
  const body = isToken
    ? { access_token: `token-${Math.random()}`, token_type: 'bearer', expires_in: 3600 }
    : { items: [] }
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}).listen(0, '127.0.0.1')
await once(server, 'listening')
const httpsAgent = Object.assign(new Agent(), { defaultPort: 443, protocol: 'https:' })
httpsAgent.createConnection = () => connect(server.address().port, '127.0.0.1')

function createClient() {
  return createHereClient({ accessKeyId: 'an-id', accessKeySecret: 'a-secret' }, { httpsAgent })
}

/** Each prepares a client and returns the request that is measured. */
const journeys = {
  'fresh GET': async () => {
    const here = createClient()
    await here.get('/v1/discover', { params })
    return () => here.get('/v1/discover', { params })
  },
  'first GET': async () => {
    const here = createClient()
    return () => here.get('/v1/discover', { params })
  },
  '401, with a refresh': async () => {
    const here = createClient()
    await here.get('/v1/discover', { params })
    nextStatus = 401
    return () => here.get('/v1/discover', { params })
  },
  '503, retried': async () => {
    const here = createClient()
    await here.get('/v1/discover', { params })
    nextStatus = 503
    return () => here.get('/v1/discover', { params })
  },
}

/** The functions of `src/` that run during a task, as `file:name` in the order of the files. */
async function functionsOf(task) {
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  await task()
  const { result } = await session.post('Profiler.takePreciseCoverage')
  await session.post('Profiler.stopPreciseCoverage')
  return result
    .filter(({ url }) => isOurs(url))
    .flatMap(({ url, functions }) => {
      const file = relative(src, fileURLToPath(url))
      return (
        functions
          .filter(({ ranges: [range] }) => range.count > 0)
          // The whole file counts as a function without a name that begins at 0: it runs when it is imported.
          .filter(({ functionName, ranges: [range] }) => functionName !== '' || range.startOffset > 0)
          // Of the compiler.
          .filter(({ functionName }) => functionName !== '__name')
          .map(({ functionName }) => ({ file, functionName }))
      )
    })
}

const rows = {}
for (const [name, prepare] of Object.entries(journeys)) {
  const functions = await functionsOf(await prepare())
  rows[name] = { files: [...new Set(functions.map(({ file }) => file))], functions }
}
server.close()
session.disconnect()

/** The files of a journey that none of the others needs. */
function furtherFiles(name, ...others) {
  const known = others.flatMap((other) => rows[other].files)
  return rows[name].files.filter((file) => !known.includes(file))
}

const checks = [
  ['files of a fresh GET', rows['fresh GET'].files, 6],
  ['functions of a fresh GET', rows['fresh GET'].functions, 20],
  ['files of a first GET', rows['first GET'].files, 14],
  ['further files of a 401', furtherFiles('401, with a refresh', 'fresh GET', 'first GET'), 3],
  ['further files of a 503', furtherFiles('503, retried', 'fresh GET'), 4],
]
if (process.argv.includes('--list')) {
  for (const [name, { functions }] of Object.entries(rows)) {
    console.log(
      `${name}\n${functions.map(({ file, functionName }) => `  ${file}: ${functionName || '(anonymous)'}`).join('\n')}\n`,
    )
  }
}
const table = Object.entries(rows).map(([name, { files, functions }]) => [
  name,
  `${files.length}`,
  `${functions.length}`,
])
console.log(markdownTable([['journey', 'files', 'functions'], ...table], { align: ['l', 'r', 'r'] }))
for (const [what, found, limit] of checks) {
  console.log(`${found.length <= limit ? 'ok  ' : 'FAIL'} ${found.length} ${what}, at most ${limit}`)
  if (found.length > limit) process.exitCode = 1
}
