// What Node and other servers need and a browser does not: a browser bundle holds `browser.ts` in its place
// (`#runtime`, build.mjs).
export { createHold, type Hold } from '../hold-process.ts'
export { redactError } from '../http/redact.ts'
export { type BeforeRedirect, carriedToken, createCarryToken } from '../http/redirects.ts'
export { withServiceOf } from '../own-service.ts'
export { guardRoute, staysLocal } from '../route-guard.ts'
export { askOf, withAsk } from '../token/ask.ts'
export { transportOf } from '../transport.ts'
export { whileBodyWaits } from '../unsent-body.ts'
export { createWaitingLine, type WaitingLine } from '../waiting-line.ts'
