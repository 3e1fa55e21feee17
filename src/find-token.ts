import { AxiosError, type InternalAxiosRequestConfig } from 'axios'
import { recovery } from '#parts'
import { loadRecovery } from './load-recovery.ts'
import { nameOf } from './request-name.ts'
import { askToken } from './safe-tokens.ts'
import type { Sender } from './sending.ts'
import { isToken, tokenRule } from './token/credentials.ts'
import type { AccessToken } from './token/held.ts'
import type { EndOfWait } from './wait.ts'

/** A token, or why there is none. */
export type FoundToken = AccessToken | { cause: unknown }

/**
 * Waits for a token that can be sent. Ten thousand requests may wait for the same one: those share the promise, and a failure
 * too, of which each makes an error of its own.
 */
export function findToken(sender: Sender, scope: string | undefined, ended?: EndOfWait): Promise<FoundToken> {
  const answer = askToken(sender.tokens, scope, ended)
  if (sender.asked?.answer !== answer) sender.asked = { answer, found: toFound(answer) }
  return sender.asked.found
}

async function toFound(answer: Promise<AccessToken>): Promise<FoundToken> {
  // What repeats the request must be there when the network is not.
  const loading = recovery.peek() ? undefined : recovery.load().catch(() => {})
  try {
    const token = await answer
    if (!isToken(token?.accessToken)) throw new TypeError(`accessToken must be ${tokenRule}`)
    await loading
    return token
  } catch (cause) {
    return { cause }
  }
}

/** @throws HereAuthError that names the request */
export async function throwNotSent(config: InternalAxiosRequestConfig, cause: unknown): Promise<never> {
  const part = recovery.peek() ?? (await loadRecovery(config))
  if (part) throw part.createNotSent(config, cause)
  const error = new AxiosError(`${nameOf(config)} was not sent: no token`, 'ERR_HERE_AUTH')
  throw Object.assign(error, { reason: 'unavailable', cause })
}
