import { styleText } from 'node:util'

/** Says something to a person who is watching; a log or a pipe does not get it. */
export function sayOnTerminal(words: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${paint('gray', words, process.stderr)}\n`)
}

/** Colours a text where it goes to a terminal that shows colours. */
export function paint(colour: 'red' | 'green' | 'gray', text: string, stream: NodeJS.WriteStream): string {
  if (!stream.isTTY || !stream.hasColors()) return text
  // Newer versions of Node look at standard output by themselves, whatever the stream.
  const style = styleText as (colour: string, text: string, options: object) => string
  return style(colour, text, { validateStream: false })
}

/** Somebody else's words without what would move the cursor or change the window. */
export function forTerminal(words: string): string {
  return words.replace(/\p{Cc}/gu, (control) => (control === '\n' || control === '\t' ? control : ''))
}
