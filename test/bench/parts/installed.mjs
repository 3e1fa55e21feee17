// What `npm install` puts on the disk, with axios, which they need.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { report } from '../measure.mjs'

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
const tarball = process.env.TARBALL
const axios = `axios@${dependencies.axios}`
const version = (name) => `${name}@${dependencies[name]}`
const candidates = {
  axios: [axios],
  'axios-here': [axios, tarball],
  '@here/olp-sdk-authentication': [version('@here/olp-sdk-authentication')],
  'google-auth-library': [version('google-auth-library')],
}

async function installed(packages) {
  const folder = mkdtempSync(join(tmpdir(), 'axios-here-installed-'))
  try {
    writeFileSync(join(folder, 'package.json'), '{"private":true}')
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', ...packages], { cwd: folder })
    const { packages: locked } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
    const files = await readdir(join(folder, 'node_modules'), { recursive: true, withFileTypes: true })
    const sizes = files
      .filter((file) => file.isFile())
      .map(async (file) => (await stat(join(file.path, file.name))).size)
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    return { bytes, packages: Object.keys(locked).length - 1 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const rows = []
let baseline
for (const [client, packages] of Object.entries(candidates)) {
  const { bytes, packages: count } = await installed(packages)
  baseline ??= bytes
  const size = `${(bytes / 1e6).toFixed(1)} MB, ${count} packages`
  rows.push({ measured: 'installed', client, figure: size, ...(bytes === baseline ? {} : { ratio: bytes / baseline }) })
}
report(rows)
