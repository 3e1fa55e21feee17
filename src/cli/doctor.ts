import axios from 'axios'
import { fromEnv, fromIni, fromProperties, fromRunAsId } from '../credentials/index.ts'
import type { CredentialSource, HereEvent, TokenProvider } from '../index.ts'
import { tokenEndpoints } from '../token/grants/grant.ts'
import { type ClientOptions, createCommandClient, exposedWords, sourceOf } from './client.ts'
import { explain } from './failure.ts'
import { paint } from './terminal.ts'

type Verdict = 'right' | 'wrong' | 'note'

/**
 * Looks at all that a token needs, says in plain words what it finds, and sets exit code 1 when something is wrong.
 */
export async function examine(options: ClientOptions): Promise<void> {
  let isWell = true
  const say = (verdict: Verdict, words: string): void => {
    if (verdict === 'wrong') isWell = false
    process.stdout.write(`${marks[verdict]()} ${words}\n`)
  }
  // Options that cannot be right are a mistake of the command line, and nothing to examine.
  const { tokens } = createCommandClient(options, sourceOf(options), () => {})
  const endpoint = await examineCredentials(options, say)
  if (endpoint !== undefined) {
    await examineClock(endpoint, say)
    await examineToken(tokens, endpoint, say)
  }
  process.stdout.write(isWell ? 'All is well.\n' : 'Something is wrong, see above.\n')
  if (!isWell) process.exitCode = 1
}

const marks: Record<Verdict, () => string> = {
  right: () => paint('green', '✓', process.stdout),
  wrong: () => paint('red', '✗', process.stdout),
  note: () => paint('gray', '·', process.stdout),
}

type Say = (verdict: Verdict, words: string) => void

/** Says which place gave the credentials; resolves to the token endpoint that they are for, if there is one. */
async function examineCredentials(options: ClientOptions, say: Say): Promise<string | undefined> {
  for (const [place, source] of placesOf(options)) {
    try {
      const found = await source({ onEvent: (event) => sayExposed(event, say) })
      if (found === undefined) {
        say('note', `Credentials: none in ${place}`)
        continue
      }
      say('right', `Credentials: ${describe(found)} from ${place}`)
      return endpointFor(found, options)
    } catch (error) {
      say('wrong', `Credentials: ${place} is broken. ${explain(error)}`)
      return undefined
    }
  }
  say('wrong', 'Credentials: none. Put an access key into one of these places, or name a file by --credentials.')
  return undefined
}

type Found = Exclude<Awaited<ReturnType<CredentialSource>>, undefined>

// Without the query, which the clock does not need and nobody wants to read.
function endpointFor(found: Found, { region }: ClientOptions): string {
  if (typeof found === 'string' || 'accessToken' in found || 'email' in found) return ''
  const { origin, pathname } = new URL(
    found.tokenEndpointUrl ?? tokenEndpoints[region === 'china' ? 'china' : 'global'],
  )
  return origin + pathname
}

function placesOf(options: ClientOptions): [place: string, source: CredentialSource][] {
  if (options.credentials !== undefined || options.profile !== undefined) {
    const source = sourceOf(options)
    return [[source.lookedIn?.join() ?? '', source]]
  }
  return [fromEnv(), fromIni(), fromProperties(), fromRunAsId()].map((source) => [
    source.lookedIn?.join() ?? '',
    source,
  ])
}

function sayExposed(event: HereEvent, say: Say): void {
  if (event.type === 'credentials-exposed') {
    say('note', exposedWords(event.file))
  }
}

function describe(found: Found): string {
  if (typeof found === 'string' || 'accessToken' in found) return 'a token'
  if ('accessKeyId' in found) return `access key ${cut(found.accessKeyId)}`
  return 'clientId' in found ? `private key of client ${cut(found.clientId)}` : 'a Data Lens user'
}

function cut(id: string): string {
  return `${id.slice(0, 4)}…`
}

// HERE does not say how far a clock may be off; half an hour is too much for it.
const tolerable = 60

async function examineClock(endpoint: string, say: Say): Promise<void> {
  if (!endpoint.endsWith('/oauth2/token')) return
  const url = endpoint.replace(/\/oauth2\/token$/, '/timestamp')
  try {
    const startedAt = Date.now()
    const { data } = await axios.get(url, { timeout: 10_000 })
    const offset = Math.round((startedAt + Date.now()) / 2000 - Number(data.timestamp))
    if (!Number.isFinite(offset)) say('note', `Clock: ${url} does not say what time it is`)
    else if (Math.abs(offset) <= tolerable)
      say('right', `Clock: right, within ${Math.max(Math.abs(offset), 1)} s of HERE’s`)
    else
      say(
        'wrong',
        `Clock: ${Math.abs(offset)} s ${offset > 0 ? 'ahead of' : 'behind'} HERE’s. Set it; axios-here corrects it for itself, other programs do not`,
      )
  } catch (error) {
    say('wrong', `Clock: cannot be compared, as ${url} does not answer. ${explain(error)}`)
  }
}

async function examineToken(tokens: TokenProvider, endpoint: string, say: Say): Promise<void> {
  try {
    const { expiresAt, scope } = await tokens.getToken()
    const minutes = Math.round((expiresAt - Date.now()) / 60_000)
    const from = endpoint === '' ? 'there is one' : `${endpoint} gives one`
    say('right', `Token: ${from}, good for ${minutes} min${scope === undefined ? '' : `, for ${scope}`}`)
  } catch (error) {
    say('wrong', `Token: ${explain(error)}`)
  }
}
