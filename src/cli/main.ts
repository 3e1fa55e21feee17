#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { serviceTable } from '../services/service-table.ts'
import type { ClientOptions } from './command-client.ts'
import type { RequestOptions } from './request.ts'
import type { TokenOptions } from './token.ts'

// Each command is loaded when it is run, so that help and usage errors appear at once.

const program = new Command('axios-here')
  .description('Talk to the HERE platform from the command line.')
  .version(readVersion())
  .showHelpAfterError('(see --help)')
  .exitOverride()

for (const method of ['get', 'post', 'put', 'delete']) {
  const command = withClientOptions(program.command(`${method} <path-or-url>`))
    .description(`send a ${method.toUpperCase()} request and print the body of the response`)
    .option('-p, --param <key=value>', 'query parameter; the same key again makes a list', collect, [])
    .option('-H, --header <name: value>', 'request header', collect, [])
    .option('--scope <hrn>', 'project that the token is for')
    .option('--service <name>', 'HERE service that a relative path belongs to, such as transit', parseService)
    .option('-i, --include', 'print status and headers before the body')
  if (method !== 'get')
    command.option(
      '-d, --data <body>',
      'body: text, @file, or @- for standard input; JSON by its type where it is JSON',
    )
  command.action(async (target: string, options: RequestOptions) => {
    const { sendRequest } = await import('./request.ts')
    await sendRequest(method, target, options)
  })
}

withClientOptions(program.command('token'))
  .description('print a token')
  .option('--json', 'print it as JSON, with its expiry')
  .option('--scope <hrn>', 'project that the token is for')
  .option(
    '--data-lens <email>',
    'sign in a user of legacy Geovisualization; asks for app code (or HERE_APP_CODE) and password',
  )
  .option('--app-id <id>', 'for --data-lens; default: HERE_APP_ID')
  .action(async (options: TokenOptions) => {
    const { printToken } = await import('./token.ts')
    await printToken(options)
  })

withClientOptions(program.command('doctor'))
  .description('check which credentials are found, whether the clock is right and whether HERE gives a token')
  .option('--scope <hrn>', 'project that the token is for')
  .action(async (options: ClientOptions) => {
    const { runDoctor } = await import('./doctor.ts')
    await runDoctor(options)
  })

program
  .command('emulator')
  .description('run a local HERE until it is stopped')
  .option('--port <number>', 'default: any that is free', parsePort)
  .action(async (options: { port?: number }) => {
    const { runEmulator } = await import('./emulator.ts')
    await runEmulator(options)
  })

function withClientOptions(command: Command): Command {
  return command
    .option('--credentials <file>', 'credentials file: .ini, or else Java properties')
    .option('--profile <name>', 'section of the ini file; default: HERE_PROFILE, else default')
    .option('--region <region>', "'global' or 'china'")
    .option('--base-url <url>', 'where relative paths go; default: HERE_BASE_URL, else the host of the service')
}

function collect(value: string, before: string[]): string[] {
  return [...before, value]
}

function parseService(name: string): string {
  if (Object.hasOwn(serviceTable, name)) return name
  throw new InvalidArgumentError(`These are: ${Object.keys(serviceTable).join(', ')}.`)
}

function parsePort(value: string): number {
  const port = Number(value)
  if (/^\d+$/.test(value) && port <= 65_535) return port
  throw new InvalidArgumentError('It must be a number from 0 to 65535.')
}

function readVersion(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
}

// EPIPE: the reader of the output has closed it, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.stderr.write(`The output cannot be written: ${error.message}\n`)
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})

try {
  await program.parseAsync()
} catch (error) {
  // Commander has printed it already.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    const { exitCodeOf, describeFailure } = await import('./failure.ts')
    process.stderr.write(`${describeFailure(error)}\n`)
    process.exitCode = exitCodeOf(error)
  }
}
