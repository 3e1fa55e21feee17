// A comment may follow.
const header = /^[ \t]*\[([^\]\r\n]*)\][ \t]*(?:[;#].*)?$/

/** Whether a text is that of an ini file. */
export function hasSections(text: string): boolean {
  return linesOf(text).some((line) => header.test(line))
}

/**
 * The lines of one section of an ini file, which are those of a properties file; `undefined` when there is no such section.
 *
 * @returns the number of a line that is neither a section nor a property, where there is one
 */
export function sectionOf(text: string, name: string): { lines: string } | { wrongLine: number } | undefined {
  let current: string | undefined
  let found: string[] | undefined
  for (const [index, line] of linesOf(text).entries()) {
    const title = header.exec(line)?.[1]?.trim()
    if (title !== undefined) {
      current = title
      if (current === name) found ??= []
    } else if (/^[ \t]*\[/.test(line)) {
      return { wrongLine: index + 1 }
    } else if (current === name && !/^[ \t]*;/.test(line)) {
      found?.push(withoutComment(line))
    }
  }
  return found && { lines: found.join('\n') }
}

// One needs white space before it: a secret may hold its first character.
function withoutComment(line: string): string {
  return line.replace(/[ \t]+[;#].*$/, '')
}

function linesOf(text: string): string[] {
  return text.split(/\r\n|\r|\n/)
}
