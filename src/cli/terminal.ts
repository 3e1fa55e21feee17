import { styleText } from 'node:util'

/** Says something to a person who is watching; a log or a pipe does not get it. */
export function sayOnTerminal(words: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${paint('gray', words, process.stderr)}\n`)
}

/** Colours a text where it goes to a terminal that shows colours. */
export function paint(colour: 'red' | 'green' | 'gray', text: string, stream: NodeJS.WriteStream): string {
  return stream.isTTY && stream.hasColors() ? styleText(colour, text) : text
}
