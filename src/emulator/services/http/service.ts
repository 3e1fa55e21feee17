import type { EmulatorRequest, PathParameters } from './request.ts'
import type { EmulatorResponse } from './response.ts'

/** Responds to one method of one path of a service. */
type ServiceHandler = (
  request: EmulatorRequest,
  parameters: PathParameters,
) => EmulatorResponse | Promise<EmulatorResponse>

/** The paths of a HERE service. */
export interface Service {
  /** Its handlers by path pattern, such as `/v8/matrix/{id}`, and by method. */
  paths: Record<string, Record<string, ServiceHandler>>
  /** The error code of its own 405 response; without one the gateway responds. */
  methodCode?: string
}

/** All services of an emulator. */
export interface Services {
  /** Need no bearer token, because tokens come from them. */
  public: readonly Service[]
  protected: readonly Service[]
}
