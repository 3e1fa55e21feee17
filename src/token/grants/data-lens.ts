import type { DataLensCredentials } from '../../credentials/types.ts'
import type { Scheme } from './grant.ts'

const defaultSignInUrl = 'https://datalens.api.here.com/v1/sign_in/'

/** Signs in a user of legacy Geovisualization (Data Lens) by e-mail and password. */
export function createDataLensScheme(credentials: DataLensCredentials): Scheme {
  const { appId, appCode, email, password, signInUrl = defaultSignInUrl } = credentials
  const query = { app_id: appId, app_code: appCode }
  const url = new URL(signInUrl)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return {
    url: url.href,
    scope: undefined,
    identity: `${appId} ${email}`,
    secrets: [password, appCode, appId, email],
    advice: 'Check e-mail and password, app id and app code.',
    // HERE's guide: the token is good for an hour.
    lifetime: 3600,
    query,
    draw: async () => ({
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password }),
    }),
  }
}
