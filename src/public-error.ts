import { HereAuthError as Loaded } from './errors/here-auth-error.ts'

// A file and a constant of its own, as in `here-services.ts`: pages that do not name the class load it when it is needed.

/** {@inheritDoc Loaded} */
export const HereAuthError: typeof Loaded = Loaded
/** {@inheritDoc Loaded} */
export type HereAuthError = Loaded
