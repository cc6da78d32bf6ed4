// One supervisor per data directory: a lock file that names its holder and outlives neither it nor a reused process id.
import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identifyProcess, isRunning, type ProcessIdentity } from './process-identity.ts'

export class DataDirectoryInUseError extends Error {
  override name = 'DataDirectoryInUseError'
}

function lockPath(dataDirectory: string): string {
  return join(dataDirectory, 'supervisor.json')
}

/** The live supervisor of a data directory, if there is one. */
export function readLockHolder(dataDirectory: string): ProcessIdentity | undefined {
  const holder = parseIdentity(readLock(lockPath(dataDirectory)))
  return holder && isRunning(holder) ? holder : undefined
}

/**
 * Takes the data directory for this process.
 * @returns the release
 * @throws DataDirectoryInUseError while another live process holds it
 */
export function acquireDataDirectoryLock(dataDirectory: string): () => void {
  const path = lockPath(dataDirectory)
  const own = `${JSON.stringify({ ...identifyProcess(process.pid), nonce: randomBytes(8).toString('hex') })}\n`
  const temporaryPath = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(temporaryPath, own, { mode: 0o600 })
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      // link() is atomic and never replaces: of two processes starting at once one gets it.
      if (tryLink(temporaryPath, path)) {
        return () => {
          if (readLock(path) === own) unlinkSync(path)
        }
      }
      removeStaleLock(path, dataDirectory)
    }
  } finally {
    unlinkSync(temporaryPath)
  }
  throw new DataDirectoryInUseError(`${dataDirectory} is being taken by other processes; start again in a moment.`)
}

function removeStaleLock(path: string, dataDirectory: string): void {
  const content = readLock(path)
  if (content === undefined) return
  const holder = parseIdentity(content)
  if (holder && isRunning(holder)) {
    throw new DataDirectoryInUseError(
      `Rapport is already running on ${dataDirectory} (process ${holder.pid}). ` +
        `Stop it first (Ctrl-C in its terminal, or: kill ${holder.pid}), or give this one a directory of its own with RAPPORT_DATA_DIR.`,
    )
  }
  const stalePath = `${path}.stale.${process.pid}`
  try {
    renameSync(path, stalePath)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  // Between reading and renaming, another starter may have replaced the stale lock by its own: give that back.
  if (readLock(stalePath) !== content) tryLink(stalePath, path)
  unlinkSync(stalePath)
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function parseIdentity(content: string | undefined): ProcessIdentity | undefined {
  try {
    const { pid, startedAt } = JSON.parse(content ?? '') as Partial<ProcessIdentity>
    return typeof pid === 'number' && typeof startedAt === 'string' ? { pid, startedAt } : undefined
  } catch {
    return undefined
  }
}
