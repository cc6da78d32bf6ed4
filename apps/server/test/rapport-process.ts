// Runs the real command line as a person does: `node scripts/rapport.mjs …` with a data directory of its own.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { waitFor } from './wait.ts'

const cloneDirectory = join(import.meta.dirname, '../../..')

export type RapportProcess = {
  child: ChildProcess
  /** Everything it printed so far. */
  readOutput: () => string
  /** Resolves to the exit code. */
  ended: Promise<number | null>
}

/** Starts `rapport ARGS`. Its settings are the given ones alone, whatever the test run's environment holds. */
export function runRapport(args: string[], settings: Record<string, string>): RapportProcess {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [join(cloneDirectory, 'scripts/rapport.mjs'), ...args], {
    env: { PATH, HOME, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, readOutput: () => output, ended }
}

/** Resolves once `rapport start` has printed that it is ready. */
export async function waitUntilReady(rapport: RapportProcess, seconds = 60): Promise<void> {
  const outcome = await Promise.race([
    waitFor('Rapport being ready', () => rapport.readOutput().includes('Rapport is ready'), seconds),
    rapport.ended,
  ])
  if (outcome !== true) throw new Error(`rapport ended (${outcome}) before it was ready:\n${rapport.readOutput()}`)
}
