// Checks how `src/` is built, and prints the figures: `npm run structure`. The rules about who imports whom are in
// `.dependency-cruiser.mjs`; here are those that count.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { markdownTable } from 'markdown-table'
import ts from 'typescript'
import config, { rooms } from '../../.dependency-cruiser.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
process.chdir(root)

const { options, forbidden } = config
const { output } = await cruise(
  ['src'],
  { ...options, ruleSet: { forbidden }, validate: true },
  options.enhancedResolveOptions,
  { tsConfig: extractTSConfig('tsconfig.json') },
)
const imports = new Map(
  output.modules
    .filter(({ source }) => source.startsWith('src/'))
    .map(({ source, dependencies }) => [
      source,
      dependencies.map(({ resolved }) => resolved).filter((file) => file.startsWith('src/')),
    ]),
)
const files = [...imports.keys()]
const isIn =
  (...folders) =>
  (file) =>
    folders.some((folder) => file.startsWith(`src/${folder}/`))

/** The longest way from import to import through the files that a filter lets pass. */
function longestChain(isPart) {
  const chains = new Map()
  const chainFrom = (file) => {
    if (!chains.has(file)) {
      const next = imports.get(file).filter(isPart).map(chainFrom)
      chains.set(file, [
        file,
        ...next.reduce((longest, chain) => (chain.length > longest.length ? chain : longest), []),
      ])
    }
    return chains.get(file)
  }
  // Without circles, which dependency-cruiser has looked for.
  return files
    .filter(isPart)
    .map(chainFrom)
    .reduce((longest, chain) => (chain.length > longest.length ? chain : longest), [])
}

/** Lines of each function: declarations, methods, and arrow functions of more than one line. */
function functionsOf(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const found = []
  const lineOf = (position) => source.getLineAndCharacterOfPosition(position).line
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) {
      const lines = lineOf(node.end) - lineOf(node.getStart()) + 1
      const name = node.name?.getText() ?? node.parent.name?.getText() ?? '(anonymous)'
      const isTopLevel = ts.isFunctionDeclaration(node) && node.parent === source
      if (!ts.isArrowFunction(node) || lines > 1) found.push({ file, name, lines, isTopLevel })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const lineCount = (file) => readFileSync(file, 'utf8').split('\n').length - 1
const isCommentLine = (line) => /^\s*(\/\/|\/\*|\*)/.test(line)
const core = files.filter((file) => !isIn('api', 'cli', 'emulator')(file))
const loose = files.filter((file) => file.split('/').length === 2)
const withoutEmulator = (file) => !isIn('emulator')(file)
const functions = files.flatMap(functionsOf)
const lengths = functions.map(({ lines }) => lines).sort((a, b) => a - b)
const quantile = (part) => lengths[Math.floor((lengths.length - 1) * part)]
const topLevel = functions.filter(({ isTopLevel, file }) => isTopLevel && withoutEmulator(file))
const sameName = topLevel.filter(({ name, file }) =>
  topLevel.some((other) => other.name === name && other.file !== file),
)
const lines = files.filter((file) => !isIn('api')(file)).flatMap((file) => readFileSync(file, 'utf8').split('\n'))
const comments = lines.filter(isCommentLine).length / lines.length

const chains = { src: longestChain(withoutEmulator), 'src/emulator': longestChain(isIn('emulator', 'api')) }
const checks = [
  ['broken import rules', output.summary.error, 0],
  ['files without api, cli and emulator', core.length, 70],
  ['loose files', loose.length, 1],
  ['floors of rooms', rooms.floors.length, 7],
  ['longest import chain', chains.src.length, 10],
  ['longest import chain of the emulator', chains['src/emulator'].length, 10],
  ['files of two lines or less', files.filter((file) => lineCount(file) <= 2).length, 0],
  ['median lines of a function', quantile(0.5), 10],
  ['lines of a function, 90th percentile', quantile(0.9), 35],
  ['longest function', lengths.at(-1), 60],
  ['functions of a file with the name of another', sameName.length, 0],
]
for (const { from, to, rule } of output.summary.violations) console.log(`FAIL ${rule.name}: ${from} → ${to}`)
for (const [what, found, limit] of checks) {
  console.log(`${found <= limit ? 'ok  ' : 'FAIL'} ${found} ${what}, at most ${limit}`)
  if (found > limit) process.exitCode = 1
}
for (const { name, file } of sameName) console.log(`     ${name}: ${file}`)
for (const { name, file, lines } of functions.filter(({ lines }) => lines > 60))
  console.log(`     ${lines} lines: ${file}: ${name}`)
for (const [name, chain] of Object.entries(chains))
  console.log(`longest chain of ${name}: ${chain.map((file) => relative('src', file)).join(' → ')}`)
console.log(`comment lines without api: ${(comments * 100).toFixed(1)} %\n`)

const roomOf = (file) => (file.split('/').length === 2 ? '(index)' : file.split('/')[1])
const names = [...new Set(files.map(roomOf))]
const table = names.map((room) => {
  const inRoom = files.filter((file) => roomOf(file) === room)
  return [room, `${inRoom.length}`, `${inRoom.reduce((sum, file) => sum + lineCount(file), 0)}`]
})
console.log(markdownTable([['room', 'files', 'lines'], ...table], { align: ['l', 'r', 'r'] }))
