// `rapport start` as a person runs it, on a data directory of its own, and what its processes use.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const clone = join(import.meta.dirname, '..')

export interface RapportRun {
  child: ChildProcess
  /** From the command to "Rapport is ready", milliseconds. */
  readyMs: number
  stop(): Promise<void>
}

export async function runRapport(dataDirectory: string, port: number): Promise<RapportRun> {
  const startedAt = performance.now()
  const child = spawn('node', [join(clone, 'scripts/rapport.mjs'), 'start'], {
    env: { ...process.env, RAPPORT_DATA_DIR: dataDirectory, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await new Promise<void>((resolve, reject) => {
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += String(chunk)
      if (output.includes('Rapport is ready')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`rapport ended with ${code} before it was ready:\n${output}`)))
  })
  const readyMs = performance.now() - startedAt
  return {
    child, readyMs,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

function readParents(): Map<number, number> {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = readProcessFile(Number(name), 'stat')
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
  }
  return parents
}

/** A process and all that it started, at any depth. */
export function listProcessTree(root: number): number[] {
  const parents = readParents()
  const tree = new Set([root])
  for (let size = 0; size !== tree.size; ) {
    size = tree.size
    for (const [pid, parent] of parents) if (tree.has(parent)) tree.add(pid)
  }
  return [...tree]
}

/** A file of /proc, empty when the process has ended meanwhile, as PostgreSQL's short-lived workers do. */
function readProcessFile(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1')
  } catch {
    return ''
  }
}

/** Sum of the proportional set sizes, MiB. */
export function readMemoryMiB(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(readProcessFile(pid, 'smaps_rollup'))?.[1] ?? 0))
  return kilobytes.reduce((sum, value) => sum + value, 0) / 1024
}

/** Processor time used so far, seconds (at 100 ticks a second). */
export function readCpuSeconds(pids: readonly number[]): number {
  const ticks = pids.map((pid) => {
    const stat = readProcessFile(pid, 'stat')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return stat === '' ? 0 : Number(fields[11]) + Number(fields[12])
  })
  return ticks.reduce((sum, value) => sum + value, 0) / 100
}
