import { expect } from 'vitest'
import type { HereAuthError } from '../../src/index.ts'

/** Resolves to the error that the promise rejects with, and fails the test when it does not reject. */
export async function failureOf(promise: Promise<unknown>): Promise<HereAuthError> {
  return promise.then(
    () => expect.fail('it should have failed'),
    (error) => error,
  )
}
