export type { Answer, EmulatorRequest, Failure, Handler } from './http.ts'
export { type HereEmulator, type HereEmulatorOptions, startHereEmulator } from './start.ts'
