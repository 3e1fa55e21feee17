/** A response of the emulator. A body that is neither text nor bytes is sent as JSON. */
export interface EmulatorResponse {
  /** Default: 200. */
  status?: number | undefined
  headers?: Record<string, string> | undefined
  body?: unknown
}
