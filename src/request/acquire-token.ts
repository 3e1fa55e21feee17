import { AxiosError, type InternalAxiosRequestConfig } from 'axios'
import { recovery } from '#parts'
import { isToken } from '../credentials/types.ts'
import { nameOf } from '../http/request-name.ts'
import type { EndOfWait } from '../http/timing.ts'
import { loadRecovery } from '../load-recovery.ts'
import { askToken } from '../safe-tokens.ts'
import type { AccessToken } from '../token/cached-token.ts'
import type { Sender } from './context.ts'

/** What a provider gave, which may be no token, or why it gave none. */
export interface FoundToken {
  token: AccessToken | undefined
  cause: unknown
}

/**
 * Waits for a token. Ten thousand requests may wait for the same one: those share what was found, or why
 * nothing was, of which each makes an error of its own.
 */
export function findToken(sender: Sender, scope: string | undefined, ended?: EndOfWait): Promise<FoundToken> {
  const answer = askToken(sender.tokens, scope, ended)
  if (sender.asked?.answer !== answer) sender.asked = { answer, found: toFound(answer) }
  return sender.line.join(sender.asked.found)
}

async function toFound(answer: Promise<AccessToken>): Promise<FoundToken> {
  // What repeats the request must be there when the network is not.
  const loading = recovery.peek() ? undefined : recovery.load().catch(() => {})
  try {
    const token = await answer
    await loading
    return { token, cause: undefined }
  } catch (cause) {
    return { token: undefined, cause }
  }
}

/** The token that was found. It is looked at each time: of a provider that gives the same one again, it may have changed. */
export function tokenIn({ token }: FoundToken): AccessToken | undefined {
  return isToken(token?.accessToken) ? token : undefined
}

/** @throws HereAuthError that names the request */
export async function throwNotSent(config: InternalAxiosRequestConfig, { cause }: FoundToken): Promise<never> {
  const part = recovery.peek() ?? (await loadRecovery(config))
  if (part) throw part.createNotSent(config, cause)
  const error = new AxiosError(`${nameOf(config)} was not sent: no token`, 'ERR_HERE_AUTH')
  throw Object.assign(error, { reason: 'unavailable', cause })
}
