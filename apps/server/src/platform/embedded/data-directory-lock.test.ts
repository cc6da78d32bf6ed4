import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { acquireDataDirectoryLock, readLockHolder } from './data-directory-lock.ts'
import { identifyProcess } from './process-identity.ts'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'rapport-lock-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

test('one holder at a time', () => {
  const release = acquireDataDirectoryLock(directory)
  expect(readLockHolder(directory)?.pid).toBe(process.pid)
  expect(() => acquireDataDirectoryLock(directory)).toThrow(/already running.*RAPPORT_DATA_DIR/)
  release()
  expect(readLockHolder(directory)).toBeUndefined()
  acquireDataDirectoryLock(directory)()
  expect(readdirSync(directory)).toEqual([])
})

test.each([
  ['a process that is gone', { pid: 2 ** 22 + 1, startedAt: 'boot:1' }],
  ['a process id that was given to another process since', { ...identifyProcess(process.pid), startedAt: 'boot:1' }],
  ['a file cut off by a power cut', undefined],
])('%s holds nothing', (_, holder) => {
  writeFileSync(join(directory, 'supervisor.json'), holder ? JSON.stringify(holder) : '{"pid": 1')
  const release = acquireDataDirectoryLock(directory)
  expect(readLockHolder(directory)?.pid).toBe(process.pid)
  release()
})

test('a release does not take away what another process holds by now', () => {
  const release = acquireDataDirectoryLock(directory)
  const successor = JSON.stringify({ ...identifyProcess(process.ppid), nonce: 'other' })
  writeFileSync(join(directory, 'supervisor.json'), successor)
  release()
  expect(readLockHolder(directory)?.pid).toBe(process.ppid)
})
