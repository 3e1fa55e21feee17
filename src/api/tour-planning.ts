import type { Open } from './open-enum.ts'

/** `GET /v3/status/{statusId}`: a problem that could not be solved is a 200, too. */
export interface ProblemStatus {
  status: Open<'pending' | 'inProgress' | 'success' | 'failure' | 'canceled'>
  /** With `success`: where the solution is. */
  resource?: { resourceId?: string; href?: string }
  /** With `failure`. */
  error?: { code?: string; message?: string }
}
