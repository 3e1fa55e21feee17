/** An adapter that answers at once, without a network; a token, where one is asked for. */
export async function adapter(config) {
  return {
    data:
      config.method === 'post' ? '{"accessToken":"a.token","tokenType":"bearer","expiresIn":86399}' : '{"items":[]}',
    status: 200,
    statusText: 'OK',
    headers: {},
    config,
  }
}
