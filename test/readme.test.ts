import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = readFileSync(`${root}README.md`, 'utf8')

// What the code of the README does not declare.
const ambient = `
declare const accessKeyId: string, accessKeySecret: string, clientId: string
declare const appId: string, appCode: string, email: string, password: string
declare const origin: string, destination: string, first: string, second: string
declare const origins: { lat: number; lng: number }[], addresses: string[], signal: AbortSignal
declare const credentials: import('axios-here').OAuthCredentials
declare const here: import('axios-here').HereClient
declare const existingInstance: import('axios').AxiosInstance
`

it('every TypeScript block of the README compiles', { timeout: 60_000 }, () => {
  const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => `${code}\nexport {}\n`)
  expect(blocks.length).toBeGreaterThan(5)
  const files = new Map(blocks.map((code, index) => [`${root}readme-${index + 1}.ts`, code]))
  files.set(`${root}readme-ambient.d.ts`, ambient)

  const { config } = ts.readConfigFile(`${root}examples/tsconfig.json`, ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, `${root}examples`)
  const host = ts.createCompilerHost(options)
  const { fileExists, readFile, getSourceFile } = host
  host.fileExists = (name) => files.has(name) || fileExists(name)
  host.readFile = (name) => files.get(name) ?? readFile(name)
  host.getSourceFile = (name, version) => {
    const text = files.get(name)
    return text === undefined ? getSourceFile(name, version) : ts.createSourceFile(name, text, version)
  }
  // The blocks declare names that they do not use.
  const readable = { ...options, noUnusedLocals: false, isolatedDeclarations: false, declaration: false }
  const program = ts.createProgram([...files.keys()], readable, host)
  const problems = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    return `${file?.fileName.replace(root, '')}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
  })
  expect(problems).toEqual([])
})

it('the README names every option and every reason of a HereAuthError', () => {
  const optionsSource = ['client', 'request', 'token']
    .map((room) => readFileSync(`${root}src/${room}/options.ts`, 'utf8'))
    .join('\n')
  const errorsSource = readFileSync(`${root}src/errors/here-auth-error.ts`, 'utf8')
  const options = [...optionsSource.matchAll(/^ {2}(\w+)\?: .* \| undefined$/gm)].map(([, name]) => `\`${name}\``)
  const reasons = [...errorsSource.matchAll(/^ {2}\| ('[a-z-]+')$/gm)].map(([, reason]) => `${reason}`)
  expect(options.length).toBeGreaterThan(7)
  expect(reasons.length).toBeGreaterThan(5)
  expect([...options, ...reasons].filter((name) => !readme.includes(name))).toEqual([])
})
