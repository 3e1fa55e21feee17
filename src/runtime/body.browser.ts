import type * as node from '../http/body.ts'

export const isOneShot: typeof node.isOneShot = (body) => 'getReader' in Object(body)

export const discard: typeof node.discard = (body) => {
  if (isOneShot(body)) (body as ReadableStream).cancel().catch(() => {})
}
