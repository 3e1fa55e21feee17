import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createHereClient } from '../../src/index.ts'

describe.each(['http', 'fetch'] as const)('msw on the %s adapter', (adapter) => {
  it('responds to token request and request, sees the token, and gets another token request after a 401', async () => {
    let issued = 0
    const server = setupServer(
      http.post('https://account.api.here.com/oauth2/token', () => {
        issued += 1
        return HttpResponse.json({ access_token: `token.${issued}`, token_type: 'bearer', expires_in: 3600 })
      }),
      http.get('https://discover.search.hereapi.com/v1/discover', ({ request }) =>
        request.headers.get('authorization') === 'Bearer token.2'
          ? HttpResponse.json({ items: [] })
          : HttpResponse.json({ error: 'Unauthorized' }, { status: 401 }),
      ),
    )
    server.listen({ onUnhandledRequest: 'error' })
    onTestFinished(() => server.close())
    const here = createHereClient({ accessKeyId: 'id', accessKeySecret: 'secret' }, { adapter })
    expect((await here.get('/v1/discover', { params: { q: 'a' } })).data).toEqual({ items: [] })
    expect(issued).toBe(2)
  })
})
