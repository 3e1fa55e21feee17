// What a page does: a token from the app's own back end, and requests to HERE.
import axios from 'axios'
import { createHereClient, isHereAuthError } from 'axios-here'

const here = createHereClient(
  async () => {
    const { data } = await axios.get<{ accessToken: string; expiresAt: number }>('/here-token')
    return data
  },
  { here: { scope: 'hrn:here:authorization::realm:project/name' } },
)

export const search = (q: string) => here.get('/v1/discover', { params: { q }, here: { service: 'discover' } })
// @ts-expect-error There is no such option.
export const wrong = () => here.get('/v1/discover', { here: { colour: 'red' } })
export { isHereAuthError }
