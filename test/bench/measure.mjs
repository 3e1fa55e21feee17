// Whatever else the machine does meanwhile is to meet all that are compared: they take turns in short rounds, each round in
// another order. And as it only ever makes things slower, the quietest tenth of the rounds counts.

const warmUp = 5

/**
 * @param tasks each gives its figure for one round, in which less is better
 * @returns the figures of each task, in the order of the rounds
 */
export async function takeTurns(tasks, rounds) {
  const names = Object.keys(tasks)
  const figures = Object.fromEntries(names.map((name) => [name, []]))
  // The compiler needs a while.
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const index of names.keys()) {
      const name = names[(index + round + warmUp) % names.length]
      const figure = await tasks[name]()
      if (round >= 0) figures[name].push(figure)
    }
  }
  return figures
}

/** The figure of the quietest tenth of the rounds. */
export function quiet(figures) {
  return [...figures].sort((a, b) => a - b)[Math.floor((figures.length - 1) / 10)]
}

/** A run has so many parts. */
export const parts = 5

/** The ratio to the baseline: what it is in most parts of the run, and between what it lies. */
export function ratio(figures, baseline) {
  const size = Math.ceil(figures.length / parts)
  const ratios = Array.from({ length: parts }, (_, part) => {
    const rounds = [part * size, (part + 1) * size]
    return quiet(figures.slice(...rounds)) / quiet(baseline.slice(...rounds))
  })
  const [low, , ratio, , high] = ratios.sort((a, b) => a - b)
  return { ratio, low, high }
}

/**
 * Rows of the table: a figure of each task, and how it compares to that of the first.
 *
 * @param show writes a figure, with its unit
 */
export function compare(measured, figures, show, target = {}) {
  const [baseline] = Object.values(figures)
  return Object.entries(figures).map(([client, list]) => ({
    measured,
    client,
    figure: show(quiet(list)),
    ...(list === baseline ? {} : ratio(list, baseline)),
    target: target[client],
  }))
}

export function readable(number) {
  return number.toLocaleString('en', { maximumSignificantDigits: 3 })
}

/** Writes figures with a unit. */
export const inUnit = (unit) => (figure) => `${readable(figure)} ${unit}`

/** Hands the rows to the process that asked for them. */
export function report(rows) {
  if (process.send) process.send(rows, () => process.disconnect())
  else console.table(rows)
}
