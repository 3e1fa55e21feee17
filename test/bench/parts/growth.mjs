// What a request costs with many scopes, and with many clients that share a provider. Many instances of axios cost more
// too (their defaults do not fit into the processor's caches), so clients are compared to as many of these.
import axios from 'axios'
import { createHereClient, createTokenProvider } from 'axios-here'
import { adapter } from '../adapter.mjs'
import * as clients from '../clients.mjs'
import { compare, inUnit, quiet, ratio, readable, report, takeTurns } from '../measure.mjs'

const turn = 400
const rounds = 200
const url = 'https://discover.search.hereapi.com/v1/discover'

/** Microseconds for a request, which `send` sends. */
async function costOf(send) {
  const startedAt = performance.now()
  for (let index = 0; index < turn; index += 1) await send(index)
  return ((performance.now() - startedAt) * 1000) / turn
}

async function growthOfScopes() {
  const tasks = [1, 10, 100, 1000].map((count) => {
    const client = clients.axiosHere(undefined, { adapter })
    const options = Array.from({ length: count }, (_, index) => ({
      scope: `hrn:here:authorization::bench:project/${index}`,
    }))
    const send = (index) => client.get(url, { params: clients.query, here: options[index % count] })
    return [`${readable(count)} scope${count === 1 ? '' : 's'}`, () => costOf(send)]
  })
  const names = tasks.slice(1).map(([name]) => [name, 'constant'])
  return compare('growth', await takeTurns(Object.fromEntries(tasks), rounds), inUnit('µs'), Object.fromEntries(names))
}

async function growthOfClients(count) {
  const tokens = createTokenProvider(() => 'a.token')
  const ours = Array.from({ length: count }, () => createHereClient(tokens, { adapter }))
  const bare = Array.from({ length: count }, () =>
    axios.create({ adapter, headers: { Authorization: 'Bearer a.token' } }),
  )
  let next = 0
  const send = (list) => () => {
    next += 1
    return list[next % count].get(url, { params: clients.query })
  }
  const figures = await takeTurns({ bare: () => costOf(send(bare)), ours: () => costOf(send(ours)) }, rounds)
  return {
    measured: 'growth',
    client: `${readable(count)} client${count === 1 ? '' : 's'} with one provider, × as many of axios`,
    figure: inUnit('µs')(quiet(figures.ours)),
    ...ratio(figures.ours, figures.bare),
    target: 'constant',
  }
}

const rows = await growthOfScopes()
// One after the other, so that none shares the heap with the instances of another.
for (const count of [1, 100, 10_000]) rows.push(await growthOfClients(count))
report(rows)
