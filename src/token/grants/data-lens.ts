import type { DataLensCredentials } from '../../credentials/types.ts'
import type { Grant } from './grant.ts'

const defaultSignInUrl = 'https://datalens.api.here.com/v1/sign_in/'

/** The grant of a user of legacy Geovisualization (Data Lens): e-mail and password. */
export function createDataLensGrant(credentials: DataLensCredentials): Grant {
  const { appId, appCode, email, password, signInUrl = defaultSignInUrl } = credentials
  const parameters = { app_id: appId, app_code: appCode }
  const url = new URL(signInUrl)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return {
    url: url.href,
    scope: undefined,
    identity: `${appId} ${email}`,
    secrets: [password, appCode, appId, email],
    advice: 'Check e-mail and password, app id and app code.',
    // HERE's guide: the token is valid for an hour.
    lifetime: 3600,
    parameters,
    buildRequest: async () => ({
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password }),
    }),
  }
}
