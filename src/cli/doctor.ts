import axios from 'axios'
import { fromEnv, fromIni, fromProperties, fromRunAsId } from '../credentials/index.ts'
import type { CredentialSource, TokenProvider } from '../credentials/types.ts'
import { tokenEndpoints } from '../services/service-table.ts'
import { type ClientOptions, createCommandClient, credentialsProviderOf, exposedFileMessage } from './command-client.ts'
import { describeFailure } from './failure.ts'
import { paint } from './terminal.ts'

type Result = 'ok' | 'problem' | 'note'

/** Checks everything that a token needs, prints the results, and sets exit code 1 when there is a problem. */
export async function runDoctor(options: ClientOptions): Promise<void> {
  let isWell = true
  const report: Report = (result, text) => {
    if (result === 'problem') isWell = false
    process.stdout.write(`${symbols[result]()} ${text}\n`)
  }
  // Throws for wrong options, which are a mistake of the command line and no result.
  const { tokens } = createCommandClient(options, credentialsProviderOf(options), () => {})
  const endpoint = await checkCredentialsPlaces(options, report)
  if (endpoint !== undefined) {
    await checkClock(endpoint, report)
    await checkToken(tokens, endpoint, report)
  }
  process.stdout.write(isWell ? 'All is well.\n' : 'Something is wrong, see above.\n')
  if (!isWell) process.exitCode = 1
}

const symbols: Record<Result, () => string> = {
  ok: () => paint('green', '✓', process.stdout),
  problem: () => paint('red', '✗', process.stdout),
  note: () => paint('gray', '·', process.stdout),
}

type Report = (result: Result, text: string) => void

/** Reports where the credentials are; resolves to their token endpoint, `''` where they have none. */
async function checkCredentialsPlaces(options: ClientOptions, report: Report): Promise<string | undefined> {
  for (const [place, source] of placesOf(options)) {
    try {
      const found = await source({ onEvent: (event) => report('note', exposedFileMessage(event.file)) })
      if (found === undefined) {
        report('note', `Credentials: none in ${place}`)
        continue
      }
      report('ok', `Credentials: ${describe(found)} from ${place}`)
      return endpointFor(found, options)
    } catch (error) {
      report('problem', `Credentials: ${place} is broken. ${describeFailure(error)}`)
      return undefined
    }
  }
  report('problem', 'Credentials: none. Put an access key into one of these places, or name a file by --credentials.')
  return undefined
}

type Found = Exclude<Awaited<ReturnType<CredentialSource>>, undefined>

// Without the query, which is not needed here.
function endpointFor(found: Found, { region }: ClientOptions): string {
  if (typeof found === 'string' || 'accessToken' in found || 'email' in found) return ''
  const { origin, pathname } = new URL(
    found.tokenEndpointUrl ?? tokenEndpoints[region === 'china' ? 'china' : 'global'],
  )
  return origin + pathname
}

function placesOf(options: ClientOptions): [place: string, source: CredentialSource][] {
  if (options.credentials !== undefined || options.profile !== undefined) {
    const source = credentialsProviderOf(options)
    return [[source.lookedIn?.join() ?? '', source]]
  }
  return [fromEnv(), fromIni(), fromProperties(), fromRunAsId()].map((source) => [
    source.lookedIn?.join() ?? '',
    source,
  ])
}

function describe(found: Found): string {
  if (typeof found === 'string' || 'accessToken' in found) return 'a token'
  if ('accessKeyId' in found) return `access key ${shortened(found.accessKeyId)}`
  return 'clientId' in found ? `private key of client ${shortened(found.clientId)}` : 'a Data Lens user'
}

function shortened(id: string): string {
  return `${id.slice(0, 4)}…`
}

// In seconds. HERE does not document how far a clock may be off; half an hour is too much.
const tolerance = 60

async function checkClock(endpoint: string, report: Report): Promise<void> {
  if (!endpoint.endsWith('/oauth2/token')) return
  const url = endpoint.replace(/\/oauth2\/token$/, '/timestamp')
  try {
    const startedAt = Date.now()
    const { data } = await axios.get(url, { timeout: 10_000 })
    const offset = Math.round((startedAt + Date.now()) / 2000 - Number(data.timestamp))
    if (!Number.isFinite(offset)) report('note', `Clock: ${url} gives no time`)
    else if (Math.abs(offset) <= tolerance)
      report('ok', `Clock: right, within ${Math.max(Math.abs(offset), 1)} s of HERE’s`)
    else
      report(
        'problem',
        `Clock: ${Math.abs(offset)} s ${offset > 0 ? 'ahead of' : 'behind'} HERE’s. Set it; axios-here corrects it for itself, other programs do not`,
      )
  } catch (error) {
    report('problem', `Clock: cannot be compared, as ${url} does not respond. ${describeFailure(error)}`)
  }
}

async function checkToken(tokens: TokenProvider, endpoint: string, report: Report): Promise<void> {
  try {
    const { expiresAt, scope } = await tokens.getToken()
    const minutes = Math.round((expiresAt - Date.now()) / 60_000)
    const from = endpoint === '' ? 'there is one' : `${endpoint} gives one`
    report('ok', `Token: ${from}, valid for ${minutes} min${scope === undefined ? '' : `, for ${scope}`}`)
  } catch (error) {
    report('problem', `Token: ${describeFailure(error)}`)
  }
}
