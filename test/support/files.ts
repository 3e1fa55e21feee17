import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Creates an empty folder that is removed after the test. */
export async function createFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'axios-here-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** Writes a file that is removed after the test; resolves to its path. */
export async function fileWith(text: string, name = 'credentials.properties', mode?: number): Promise<string> {
  const file = join(await createFolder(), name)
  await writeFile(file, text, { mode })
  return file
}
