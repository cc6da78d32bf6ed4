// Tells whether a recorded process still runs, safe against process ids that were given out again.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

export type ProcessIdentity = { pid: number; startedAt: string }

/** The process's start, in a form that no later process with the same id shares; undefined when it does not run. */
export function readStartOf(pid: number): string | undefined {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined
  }
  if (process.platform !== 'linux') return readStartWithPs(pid)
  try {
    // The command in field 2 may itself hold brackets and blanks: count from the last bracket.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    const bootId = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    return `${bootId}:${fields[19]}`
  } catch {
    return undefined
  }
}

export function identifyProcess(pid: number): ProcessIdentity {
  return { pid, startedAt: readStartOf(pid) ?? 'gone' }
}

export function isRunning(identity: ProcessIdentity): boolean {
  return readStartOf(identity.pid) === identity.startedAt
}

export function readCommandLine(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/**
 * Sends each signal in turn until the process is gone.
 * @returns false when it outlived them all
 */
export async function stopProcess(
  identity: ProcessIdentity,
  steps: readonly { signal: NodeJS.Signals; waitSeconds: number }[],
): Promise<boolean> {
  for (const { signal, waitSeconds } of steps) {
    if (!isRunning(identity)) return true
    try {
      process.kill(identity.pid, signal)
    } catch {
      return true
    }
    const deadline = Date.now() + waitSeconds * 1000
    while (Date.now() < deadline) {
      if (!isRunning(identity)) return true
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  return !isRunning(identity)
}

function readStartWithPs(pid: number): string | undefined {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}
