// What a request costs with many scopes, and with many clients that share a provider. Many instances of axios cost more
// too (their defaults do not fit into the processor's caches), so clients are compared to as many of these.
import axios from 'axios'
import { createHereClient, createTokenProvider } from 'axios-here'
import { adapter } from '../adapter.mjs'
import { serve, takeTurnsApart } from '../apart.mjs'
import * as clients from '../clients.mjs'
import { compare, inUnit, quiet, ratio, readable, report } from '../measure.mjs'

const turn = 400
const rounds = 200
const url = 'https://discover.search.hereapi.com/v1/discover'

/** What sends the requests of each kind, by how many there are of it. */
const senders = {
  scopes(count) {
    const client = clients.axiosHere(undefined, { adapter })
    const options = Array.from({ length: count }, (_, index) => ({
      scope: `hrn:here:authorization::bench:project/${index}`,
    }))
    return (index) => client.get(url, { params: clients.query, here: options[index % count] })
  },
  ours(count) {
    const tokens = createTokenProvider(() => 'a.token')
    return oneAfterTheOther(Array.from({ length: count }, () => createHereClient(tokens, { adapter })))
  },
  bare(count) {
    const create = () => axios.create({ adapter, headers: { Authorization: 'Bearer a.token' } })
    return oneAfterTheOther(Array.from({ length: count }, create))
  },
}

function oneAfterTheOther(list) {
  let next = 0
  return () => {
    next += 1
    return list[next % list.length].get(url, { params: clients.query })
  }
}

/** Microseconds for a request, which `send` sends. */
async function costOf(send) {
  const startedAt = performance.now()
  for (let index = 0; index < turn; index += 1) await send(index)
  return ((performance.now() - startedAt) * 1000) / turn
}

const [, file, task] = process.argv
if (task) {
  const [kind, count] = task.split(' ')
  const send = senders[kind](Number(count))
  // What each does once, with its first request, is not what its requests cost. (In a part of a run each of 10,000 has but two.)
  for (let index = 0; index < count; index += 1) await send(index)
  serve(() => costOf(send))
} else report([...(await growthOfScopes()), ...(await growthOfClients())])

async function growthOfScopes() {
  const names = {
    'scopes 1': '1 scope',
    'scopes 10': '10 scopes',
    'scopes 100': '100 scopes',
    'scopes 1000': '1,000 scopes',
  }
  const figures = await takeTurnsApart(file, Object.keys(names), rounds)
  const named = Object.fromEntries(Object.entries(figures).map(([name, list]) => [names[name], list]))
  const [, ...more] = Object.keys(named)
  return compare('growth', named, inUnit('µs'), Object.fromEntries(more.map((name) => [name, 'constant'])))
}

async function growthOfClients() {
  const rows = []
  for (const count of [1, 100, 10_000]) {
    const { [`bare ${count}`]: bare, [`ours ${count}`]: ours } = await takeTurnsApart(
      file,
      [`bare ${count}`, `ours ${count}`],
      rounds,
    )
    rows.push({
      measured: 'growth',
      client: `${readable(count)} client${count === 1 ? '' : 's'} with one provider, × as many of axios`,
      figure: inUnit('µs')(quiet(ours)),
      ...ratio(ours, bare),
      target: 'constant',
    })
  }
  return rows
}
