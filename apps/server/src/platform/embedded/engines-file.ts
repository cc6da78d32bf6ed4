// engines.json in the data directory: where the embedded engines listen and with which passwords.
import { randomBytes } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ProcessIdentity } from './process-identity.ts'

export type EngineRecord = { port: number; password: string; process?: ProcessIdentity }
export type EnginesFile = { postgres: EngineRecord; clickhouse: EngineRecord }

export function readEnginesFile(dataDirectory: string): EnginesFile | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDirectory, 'engines.json'), 'utf8')) as EnginesFile
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`${join(dataDirectory, 'engines.json')} cannot be read: restore it from a backup.`, { cause: error })
  }
}

export function writeEnginesFile(dataDirectory: string, file: EnginesFile): void {
  const path = join(dataDirectory, 'engines.json')
  writeFileSync(`${path}.new`, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

export function createPassword(): string {
  return randomBytes(24).toString('base64url')
}

export function buildDatabaseUrl({ port, password }: EngineRecord): string {
  return `postgres://rapport:${password}@127.0.0.1:${port}/rapport`
}

export function buildClickhouseUrl({ port, password }: EngineRecord): string {
  return `http://rapport:${password}@127.0.0.1:${port}/rapport`
}
