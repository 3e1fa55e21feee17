import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { EmulatorRequest } from '../services/http/request.ts'
import type { EmulatorResponse } from '../services/http/response.ts'
import { hexId } from '../world/random.ts'

/**
 * The object storage where HERE puts large results. It has an origin of its own. The signature in the URL grants access,
 * and a request that also has an `Authorization` header is rejected, as Amazon S3 does.
 */
export interface Storage {
  /** Stores a result and returns the signed path to it. */
  put(name: string, result: unknown): string
  respond(request: EmulatorRequest): EmulatorResponse
}

/** Creates an empty storage. */
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
    respond({ method, path, query, headers }) {
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

function storageError(status: number, code: string, message: string): EmulatorResponse {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`
  return { status, body, headers: { 'Content-Type': 'application/xml' } }
}
