import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { hexId } from '../world/random.ts'
import type { Answer, EmulatorRequest } from './http.ts'

/**
 * Where HERE puts large results: a storage of somebody else's, at another origin. A signature in the URL opens it, and
 * nothing else may come along.
 */
export interface Storage {
  /** Keeps a result, and gives the signed path to it. */
  put(name: string, result: unknown): string
  answer(request: EmulatorRequest): Answer
}

/** An empty storage. */
export function createStorage(): Storage {
  const files = new Map<string, Buffer>()
  const secret = randomUUID()
  const signatureOf = (path: string): string => hexId(`${secret} ${path}`)
  return {
    put(name, result) {
      const path = `/${name}.json`
      files.set(path, gzipSync(JSON.stringify(result)))
      return `${path}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=900&X-Amz-Signature=${signatureOf(path)}`
    },
    answer({ method, path, query, headers }) {
      if (method === 'OPTIONS') return { status: 204 }
      if (headers.authorization !== undefined) {
        return storageError(400, 'InvalidArgument', 'The request is signed in two ways, by its URL and by a header.')
      }
      const file = files.get(path)
      if (file === undefined || query.get('X-Amz-Signature') !== signatureOf(path)) {
        return storageError(403, 'AccessDenied', 'Access Denied')
      }
      if (method !== 'GET' && method !== 'HEAD') return storageError(405, 'MethodNotAllowed', 'Only GET is allowed.')
      return { body: file, headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' } }
    },
  }
}

function storageError(status: number, code: string, message: string): Answer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return { status, body, headers: { 'Content-Type': 'application/xml' } }
}
