import { fork, type ChildProcess } from 'node:child_process'
import { createChildEnvironment, loadConfig, type Config } from '../platform/config.ts'
import { readLockHolder } from '../platform/embedded/data-directory-lock.ts'
import { startEngines, type Engines } from '../platform/embedded/engines.ts'
import { isPortFree } from '../platform/embedded/free-port.ts'
import { superviseProcess, type SupervisedProcess } from '../platform/embedded/supervised-process.ts'
import { createLog, type Log } from '../platform/log.ts'
import { CommandError, defineCommand } from './command.ts'
import type { ConnectedConfig } from './engine-access.ts'
import { issueSetupLink, prepareDatabases } from './first-use.ts'
import { servingNodeArguments, type ReadyMessage } from './serving-process.ts'

/** A second Ctrl-C this much later forces the end; npm and the terminal both pass on the first one. */
const FORCE_AFTER_MS = 1000

export const start = defineCommand({
  name: 'start',
  usage: '[--demo]',
  summary: 'Starts everything on this machine: databases, API, admin app and worker',
  options: { demo: { type: 'boolean' } },
  maxWords: 0,
  run: async ({ demo }) => {
    const config = loadConfig()
    // While another `rapport start` holds the data directory, it is that which startEngines reports.
    if (!readLockHolder(config.dataDirectory) && !(await isPortFree(config.port, config.host))) {
      throw new CommandError(`Port ${config.port} is in use. Stop what uses it, or choose another one with PORT.`)
    }
    const log = createLog(config.logLevel, 'supervisor')
    const running = createRunningParts()
    const stopRequested = listenForStop(running, log)
    try {
      const environment = await Promise.race([startParts(config, running, log), stopRequested])
      if (environment && demo) await Promise.race([loadDemo(environment, running), stopRequested])
      await stopRequested
    } finally {
      await running.stop()
      // Listening on the channel to the process that started us keeps this one alive.
      if (process.connected) process.disconnect()
    }
    return 0
  },
})

type RunningPart = { stop: () => Promise<void>; killNow: () => void }

type RunningParts = ReturnType<typeof createRunningParts>

/** What has been started, or is starting. The parts stop one after the other, the last one first. */
function createRunningParts() {
  const parts: RunningPart[] = []
  let isStopping = false

  async function stop(): Promise<void> {
    isStopping = true
    for (let part = parts.pop(); part; part = parts.pop()) await part.stop()
  }

  return {
    add: (part: RunningPart) => void parts.push(part),
    stop,
    killNow: () => parts.toReversed().forEach((part) => part.killNow()),
    get isStopping() {
      return isStopping
    },
  }
}

type ChildEnvironment = ReturnType<typeof createChildEnvironment>

/** @returns the environment of further commands, or nothing when it was asked to stop half-way */
async function startParts(config: Config, running: RunningParts, log: Log): Promise<ChildEnvironment | undefined> {
  // Loading what migrates takes as long as starting the engines: side by side.
  const [urls] = await Promise.all([findOrStartEngines(config, running, log), import('../platform/migrate.ts')])
  if (running.isStopping) return undefined
  const connected: ConnectedConfig = { ...config, ...urls }
  await prepareDatabases(connected, log)
  if (running.isStopping) return undefined
  const environment = createChildEnvironment(config, urls)
  // The worker is added first, so that the API, which takes in new work, stops before it.
  const processes = (['worker', 'api'] as const).map((name) => superviseServingProcess(name, environment, log))
  for (const process of processes) running.add(process)
  await Promise.all(processes.map(async (process) => await process.ready))
  if (running.isStopping) return undefined
  announce(config, await issueSetupLink(connected))
  return environment
}

async function findOrStartEngines(config: Config, running: RunningParts, log: Log) {
  const { databaseUrl, clickhouseUrl, dataDirectory } = config
  if (databaseUrl && clickhouseUrl) return { databaseUrl, clickhouseUrl }
  const starting = startEngines({ dataDirectory, log })
  const started: { engines?: Engines } = {}
  running.add({
    stop: async () => await (await starting.catch(() => undefined))?.stop(),
    killNow: () => started.engines?.killNow(),
  })
  started.engines = await starting
  return started.engines
}

function announce(config: Config, setupLink: string | undefined): void {
  const lines = [`Rapport is ready: ${config.publicUrl}`]
  if (setupLink) lines.push(`Set it up (this link works once): ${setupLink}`)
  lines.push('Press Ctrl-C to stop.')
  console.log(`\n${lines.map((line) => `  ${line}`).join('\n')}\n`)
}

function superviseServingProcess(
  name: 'api' | 'worker',
  environment: ChildEnvironment,
  log: Log,
): SupervisedProcess {
  return superviseProcess({
    name,
    log,
    spawn: () => forkCommand([name], environment, servingNodeArguments),
    waitUntilReady: async (child) => {
      await new Promise<void>((resolve) => {
        child.on('message', (message: ReadyMessage) => message.kind === 'ready' && resolve())
      })
    },
    stopSignal: 'SIGTERM',
    stopTimeoutSeconds: 15,
  })
}

// Detached: a group of its own, so that Ctrl-C reaches it only through us and in order.
function forkCommand(args: string[], env: ChildEnvironment, execArgv: string[] = []): ChildProcess {
  return fork(process.argv[1]!, args, { env, execArgv, detached: true, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
}

async function loadDemo(environment: ChildEnvironment, running: RunningParts): Promise<void> {
  const child = forkCommand(['demo', '--once'], environment)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  running.add({
    stop: async () => {
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await ended
    },
    killNow: () => child.kill('SIGKILL'),
  })
  await ended
}

/** Resolves at the first request to stop: Ctrl-C, a termination signal, or the loss of the process that started us. */
async function listenForStop(running: RunningParts, log: Log): Promise<undefined> {
  let firstRequestAt: number | undefined
  return await new Promise((resolve) => {
    const request = (reason: string) => {
      if (firstRequestAt === undefined) {
        firstRequestAt = Date.now()
        log.info({ reason }, 'stopping; press Ctrl-C again to force it')
        resolve(undefined)
      } else if (reason === 'SIGINT' && Date.now() - firstRequestAt >= FORCE_AFTER_MS) {
        running.killNow()
        process.exit(130)
      }
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => request(signal))
    if (process.send) process.once('disconnect', () => request('the starting process ended'))
  })
}
