import type { AxiosInstance } from 'axios'
import { createCarryToken, createWaitingLine } from '#runtime'
import type { HereClientOptions } from './client/options.ts'
import { createEmit } from './errors/events.ts'
import { createTrust } from './http/trusted-hosts.ts'
import { late } from './late.ts'
import type { RateLimit } from './rate-limit.ts'
import type { Sender } from './request/context.ts'
import { dispatch } from './request/pipeline.ts'
import type { TokenProvider } from './token/provider.ts'

/** Makes what an instance sends its requests with. */
export function createSender(
  instance: AxiosInstance,
  tokens: TokenProvider,
  options: HereClientOptions,
  rateLimit: RateLimit | undefined,
): Sender {
  const { auth, scope, service, requestId, region } = options
  const isTrusted = createTrust(options.trustedHosts ?? [])
  const sender: Sender = {
    instance,
    tokens,
    here: { auth, scope, service, requestId, region },
    isTrusted,
    carryToken: createCarryToken(isTrusted, instance),
    rateLimit,
    emit: createEmit(options.onEvent),
    line: createWaitingLine(),
    locate: late(async () =>
      (await import('./request/data-services.ts')).createLocate(instance, (config) => dispatch(sender, config)),
    ),
    trusted: undefined,
    trustedBy: undefined,
    withheld: undefined,
    asked: undefined,
    replay: undefined,
  }
  return sender
}
