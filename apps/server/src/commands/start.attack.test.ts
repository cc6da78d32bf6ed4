import { execFile } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDataDirectory } from '../../test/data-directory.ts'
import { runRapport, waitUntilReady, type RapportProcess } from '../../test/rapport-process.ts'
import { waitFor } from '../../test/wait.ts'
import { findFreePort } from '../platform/embedded/free-port.ts'
import { identifyProcess, isRunning, readCommandLine, type ProcessIdentity } from '../platform/embedded/process-identity.ts'

const run = promisify(execFile)
let dataDirectory: string
let settings: Record<string, string>
let url: string
const started: RapportProcess[] = []

beforeAll(async () => {
  dataDirectory = createDataDirectory('rapport-start-')
  const port = await findFreePort(0)
  url = `http://127.0.0.1:${port}`
  settings = { RAPPORT_DATA_DIR: dataDirectory, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'warn' }
})

afterAll(async () => {
  for (const { child, ended } of started) {
    // One that was killed is not there to be asked.
    child.kill('SIGTERM')
    await ended
  }
  rmSync(dataDirectory, { recursive: true, force: true })
})

async function start(furtherSettings: Record<string, string> = {}): Promise<RapportProcess> {
  const rapport = runRapport(['start'], { ...settings, ...furtherSettings })
  started.push(rapport)
  await waitUntilReady(rapport)
  return rapport
}

/** Every process that works on this test's data directory: its supervisor, engines, API and worker. */
async function findProcesses(): Promise<(ProcessIdentity & { commandLine: string })[]> {
  const supervisor = JSON.parse(readFileSync(join(dataDirectory, 'supervisor.json'), 'utf8')).pid as number
  const { stdout } = await run('ps', ['-eo', 'pid=,ppid='])
  const family = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([pid, parent]) => pid === supervisor || parent === supervisor)
    .map(([pid]) => pid!)
  return family.map((pid) => ({ ...identifyProcess(pid), commandLine: readCommandLine(pid) }))
}

async function isReady(): Promise<boolean> {
  return (await fetch(`${url}/readyz`)).ok
}

test('starts on a new data directory, answers, and stops at Ctrl-C leaving nothing running', async () => {
  const rapport = await start()
  expect(await isReady()).toBe(true)
  expect(rapport.readOutput()).toMatch(/Set it up[^\n]*http/)
  const processes = await findProcesses()
  for (const name of ['main.ts start', 'main.ts api', 'main.ts worker', 'clickhouse-server.ts', 'bin/postgres']) {
    expect(processes.map(({ commandLine }) => commandLine).join('\n')).toContain(name)
  }
  const stopsAt = performance.now()
  // npm and the terminal both pass Ctrl-C on: the second one at once is no wish to force it.
  rapport.child.kill('SIGINT')
  rapport.child.kill('SIGINT')
  expect(await rapport.ended).toBe(0)
  expect(performance.now() - stopsAt).toBeLessThan(10_000)
  expect(processes.filter(isRunning)).toEqual([])
})

test('a warm start is quick and migrates nothing', async () => {
  const startedAt = performance.now()
  const rapport = await start({ RAPPORT_OWNER_EMAIL: 'owner@example.com', RAPPORT_OWNER_PASSWORD: 'correct horse battery' })
  const seconds = (performance.now() - startedAt) / 1000
  console.info(`warm start: ${seconds.toFixed(2)} s`)
  // The aim, 5 s on an idle machine, is measured by the benchmark `start`; tests share theirs with others.
  expect(seconds).toBeLessThan(20)
  expect(rapport.readOutput()).not.toMatch(/migrated|Set it up/)
})

test('a second start is refused with what to do', async () => {
  const second = runRapport(['start'], settings)
  expect(await second.ended).toBe(1)
  expect(second.readOutput()).toMatch(/already running.*process \d+.*RAPPORT_DATA_DIR/)
  expect(await isReady()).toBe(true)
})

test('keys create prints a key alone, beside the running server', async () => {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, '../main.ts'), 'keys', 'create', '--kind', 'write', '--name', 'Shop'], {
    env: { PATH: process.env.PATH, ...settings },
  })
  expect(stdout).toMatch(/^\S+\n$/)
})

test.each(['main.ts api', 'main.ts worker', 'bin/postgres', 'clickhouse-server.ts'])('%s comes back after kill -9', async (name) => {
  const victim = (await findProcesses()).find(({ commandLine }) => commandLine.includes(name))
  process.kill(victim!.pid, 'SIGKILL')
  const successor = await waitFor(`${name} coming back`, async () =>
    (await findProcesses()).find(({ pid, commandLine }) => commandLine.includes(name) && pid !== victim?.pid),
  )
  expect(await waitFor('being ready again', isReady, 30)).toBe(true)
  expect(isRunning(successor)).toBe(true)
})

test('after kill -9 of the supervisor everything ends or is taken over by the next start', async () => {
  const rapport = started.at(-1)!
  const processes = await findProcesses()
  const supervisor = processes.find(({ commandLine }) => commandLine.includes('main.ts start'))
  process.kill(supervisor!.pid, 'SIGKILL')
  await rapport.ended
  await start()
  expect(await isReady()).toBe(true)
  await waitFor('the old processes ending', () => processes.every((old) => !isRunning(old)))
})

test('a taken port is named before anything starts', async () => {
  const other = createDataDirectory('rapport-start-')
  const second = runRapport(['start'], { ...settings, RAPPORT_DATA_DIR: other })
  expect(await second.ended).toBe(1)
  expect(second.readOutput()).toContain(`Port ${settings.PORT} is in use`)
  rmSync(other, { recursive: true })
})
