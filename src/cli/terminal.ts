import { styleText } from 'node:util'

/** Prints a message on a terminal; not into a log or a pipe. */
export function printToTerminal(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${paint('gray', text, process.stderr)}\n`)
}

/** Colours a text for a terminal that shows colours. */
export function paint(colour: 'red' | 'green' | 'gray', text: string, stream: NodeJS.WriteStream): string {
  if (!stream.isTTY || !stream.hasColors()) return text
  // Newer versions of Node would check standard output, whatever the stream is.
  const style = styleText as (colour: string, text: string, options: object) => string
  return style(colour, text, { validateStream: false })
}

/** Text of a server without characters that would move the cursor or change the window. */
export function forTerminal(text: string): string {
  return text.replace(/\p{Cc}/gu, (control) => (control === '\n' || control === '\t' ? control : ''))
}
