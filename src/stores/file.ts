import { lstat, mkdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import envPaths from 'env-paths'
import { lock as lockFile } from 'proper-lockfile'
import writeFileAtomic from 'write-file-atomic'
import type { AccessToken } from '../credentials/types.ts'
import type { TokenStore } from '../token/token-store.ts'
import { createCodec, type EncryptionKey } from './encryption.ts'

/** The options of {@link fileTokenStore}. */
export interface FileTokenStoreOptions {
  /** 32 bytes, as they are or in base64, or a `CryptoKey` for AES-GCM. Default: tokens are not encrypted. */
  encryptionKey?: EncryptionKey | undefined
}

const lockTimeout = 10_000
// A process that holds the lock touches it each second; after this long without it the process is taken for dead.
const staleAfter = lockTimeout / 2

/**
 * Shares tokens between the processes of one machine and one user: a folder with one file for each token, readable by that
 * user only. Files are replaced as a whole; a damaged one counts as empty. A folder that belongs to another user, or that other
 * users can write to, is not used.
 *
 * @param path the folder. Default: `axios-here` in the user's cache folder (`$XDG_CACHE_HOME` or `~/.cache`, on macOS
 *   `~/Library/Caches`, on Windows `%LOCALAPPDATA%`)
 * @throws TypeError for an encryption key that cannot be one
 * @example
 * createHereClient(credentials, { here: { tokenStore: fileTokenStore() } })
 */
export function fileTokenStore(path?: string, options: FileTokenStoreOptions = {}): TokenStore {
  const folder = path ?? envPaths('axios-here', { suffix: '' }).cache
  const codec = createCodec(options.encryptionKey)
  const fileOf = (key: string): string => join(folder, `${key.replace(/[^\w-]/g, '-')}.json`)
  const makeFolder = async (): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await requireOwn(folder)
  }

  return {
    lockTimeout,

    async get(key) {
      const text = await readFile(fileOf(key), 'utf8').catch(ignoreMissing)
      if (text !== undefined) await requireOwn(folder)
      const token = text === undefined ? undefined : await codec.decode(text, key)
      return typeof token === 'string' ? undefined : (token as AccessToken | undefined)
    },

    async set(key, token) {
      await makeFolder()
      await removeLink(fileOf(key))
      await writeFileAtomic(fileOf(key), await codec.encode(token, key), { mode: 0o600 })
    },

    delete: (key) => rm(fileOf(key), { force: true }),

    async lock(key, task, { signal } = {}) {
      await makeFolder()
      const release = await acquireLock(fileOf(key), performance.now() + lockTimeout, signal)
      try {
        return await task()
      } finally {
        // Fails when another process has taken over the lock.
        await release().catch(() => {})
      }
    },
  }
}

async function acquireLock(file: string, deadline: number, signal: AbortSignal | undefined): Promise<Release> {
  for (;;) {
    signal?.throwIfAborted()
    try {
      return await tryLock(file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED' || performance.now() >= deadline) throw error
    }
    await pause(50 + Math.random() * 100, undefined, { ref: false })
  }
}

type Release = () => Promise<void>

const lockOptions = {
  realpath: false,
  update: 1000,
  // The default throws from a timer, where no caller can catch it.
  onCompromised(): void {},
}

// proper-lockfile removes a stale lock without checking it again. Of many processes that find it stale, each could remove the
// new lock of another, so taking over has a lock of its own.
async function tryLock(file: string): Promise<Release> {
  if (!(await isStale(`${file}.lock`))) return lockFile(file, { ...lockOptions, stale: never })
  const leave = await lockFile(`${file}.takeover`, { ...lockOptions, stale: staleAfter })
  try {
    return await lockFile(file, { ...lockOptions, stale: staleAfter })
  } finally {
    await leave().catch(() => {})
  }
}

const never = Number.MAX_SAFE_INTEGER

async function isStale(lock: string): Promise<boolean> {
  const found = await stat(lock).catch(ignoreMissing)
  return found !== undefined && found.mtimeMs < Date.now() - staleAfter
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

const writableByOthers = 0o022

// Another user who can write there could put in a token, or read ours through a link. Windows has no permission bits.
async function requireOwn(folder: string): Promise<void> {
  const { uid, mode } = await stat(folder)
  if (process.getuid === undefined || (uid === process.getuid() && (mode & writableByOthers) === 0)) return
  throw Object.assign(new Error(`${folder} belongs to another user, or other users can write to it`), { code: 'EPERM' })
}

// write-file-atomic would follow a symbolic link.
async function removeLink(file: string): Promise<void> {
  const found = await lstat(file).catch(ignoreMissing)
  if (found?.isSymbolicLink()) await rm(file)
}
