// Keeps one child process running: starts it, waits until it is ready, starts it again when it dies, stops it.
import type { ChildProcess } from 'node:child_process'
import type { BaseLogger } from 'pino'

export type ProcessLog = Pick<BaseLogger, 'debug' | 'info' | 'warn' | 'error'>

export type SupervisedProcessOptions = {
  name: string
  /** Starts the process; called again after every crash. */
  spawn: () => ChildProcess
  /** Resolves once the process answers. */
  waitUntilReady: (child: ChildProcess) => Promise<void>
  /** Called with the new process after every start. */
  onStarted?: (child: ChildProcess) => void
  stopSignal: NodeJS.Signals
  /** After this long the process is killed. */
  stopTimeoutSeconds: number
  log: ProcessLog
}

export type SupervisedProcess = {
  /** Settles with the first start: later failures are retried with growing pauses. */
  readonly ready: Promise<void>
  readonly pid: number | undefined
  /** Asks the process to end, also while it is still starting, and resolves when it has. */
  stop: () => Promise<void>
  killNow: () => void
}

/** A process that did not get as far as answering; what it printed says why. */
export class ProcessStartError extends Error {
  override name = 'ProcessStartError'
}

const SHORTEST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 30_000
const STABLE_AFTER_MS = 60_000

/** Starts the process and keeps it running until it is told to stop. */
export function superviseProcess(options: SupervisedProcessOptions): SupervisedProcess {
  const { name, log } = options
  let child: ChildProcess | undefined
  let isStopping = false
  let pauseMs = SHORTEST_PAUSE_MS
  let restartTimer: NodeJS.Timeout | undefined

  async function start(): Promise<void> {
    const current = options.spawn()
    child = current
    const startedAt = Date.now()
    const exited = new Promise<string>((resolve) => {
      current.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`))
      current.once('error', (error) => resolve(error.message))
    })
    await Promise.race([
      options.waitUntilReady(current),
      exited.then((reason) => {
        throw new ProcessStartError(`${name} ended before it was ready (${reason})`)
      }),
    ])
    options.onStarted?.(current)
    void exited.then((reason) => {
      if (!isStopping) scheduleRestart(reason, Date.now() - startedAt)
    })
  }

  function scheduleRestart(reason: string, ranForMs: number): void {
    if (ranForMs >= STABLE_AFTER_MS) pauseMs = SHORTEST_PAUSE_MS
    log.error({ part: name, reason, restartInMs: pauseMs }, `${name} ended; starting it again`)
    restartTimer = setTimeout(() => {
      start().then(
        () => log.info({ part: name, pid: child?.pid }, `${name} is running again`),
        (error: Error) => {
          child?.kill('SIGKILL')
          if (!isStopping) scheduleRestart(error.message, 0)
        },
      )
    }, pauseMs)
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }

  async function stop(): Promise<void> {
    isStopping = true
    clearTimeout(restartTimer)
    const current = child
    if (!current || current.exitCode !== null || current.signalCode !== null || current.pid === undefined) return
    const ended = new Promise<void>((resolve) => current.once('exit', () => resolve()))
    current.kill(options.stopSignal)
    const killTimer = setTimeout(() => {
      log.warn({ part: name }, `${name} did not stop in time; killing it`)
      current.kill('SIGKILL')
    }, options.stopTimeoutSeconds * 1000)
    await ended
    clearTimeout(killTimer)
  }

  const ready = start().catch(async (error: unknown) => {
    await stop()
    throw error
  })
  // Who stops a starting process need not wait for its readiness.
  ready.catch(() => {})
  return {
    ready,
    get pid() {
      return child?.pid
    },
    stop,
    killNow: () => {
      isStopping = true
      child?.kill('SIGKILL')
    },
  }
}
