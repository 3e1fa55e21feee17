// Tasks in processes of their own. An app has one client: V8 makes of it what it cannot make of several in one process, and
// what it makes of each process differs by a hundredth or two, so there are several of those too.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { parts, takeTurns } from './measure.mjs'

/**
 * @param file does what its first argument names, by `serve`; the others are `args`
 * @returns the figures of each task, as `takeTurns` gives them. Each part of a run has new processes
 */
export async function takeTurnsApart(file, names, rounds, args = []) {
  const figures = Object.fromEntries(names.map((name) => [name, []]))
  for (let part = 0; part < parts; part += 1) {
    const children = await Promise.all(names.map((name) => start(file, [name, ...args])))
    const tasks = Object.fromEntries(names.map((name, index) => [name, () => roundOf(children[index])]))
    const measured = await takeTurns(tasks, Math.ceil(rounds / parts))
    for (const name of names) figures[name].push(...measured[name])
    for (const { child } of children) child.disconnect()
  }
  return figures
}

/** Does `round` whenever it is its turn; it gives its figure, in which less is better. */
export function serve(round) {
  process.on('message', async () => process.send(await round()))
  process.send('ready')
}

async function start(file, args) {
  const child = fork(file, args)
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`A process of a benchmark ended with ${code}`)
  })
  // Nobody waits for it any more when all is measured.
  died.catch(() => {})
  const nextMessage = async () => (await Promise.race([once(child, 'message'), died]))[0]
  await nextMessage()
  return { child, nextMessage }
}

function roundOf({ child, nextMessage }) {
  child.send('go')
  return nextMessage()
}
