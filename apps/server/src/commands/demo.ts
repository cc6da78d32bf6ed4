import type { DemoDependencies, LoadOutcome, PreparedDemo } from '../features/demo/index.ts'
import { loadConfig } from '../platform/config.ts'
import { systemClock } from '../platform/clock.ts'
import { createLog } from '../platform/log.ts'
import { CommandError, defineCommand, UsageError, type OptionValues } from './command.ts'
import { requireEngines } from './engine-access.ts'

const LARGEST_NUMBER = 2_147_483_647

export const demo = defineCommand({
  name: 'demo',
  usage: '[--people N] [--seed N] [--once]',
  summary: 'Loads a year of an invented retailer into a workspace of its own, beside a running server; --once does nothing if that was done before',
  options: { people: { type: 'string' }, seed: { type: 'string' }, once: { type: 'boolean' } },
  maxWords: 0,
  run: async (values) => {
    const wanted = { people: readNumber(values, 'people'), seed: readNumber(values, 'seed') }
    const config = requireEngines(loadConfig())
    const { connectPostgres } = await import('../platform/postgres.ts')
    const { prepareDemo } = await import('../features/demo/index.ts')
    const postgres = connectPostgres(config.databaseUrl, { name: 'rapport-demo', maxConnections: 2, onError: () => {} })
    const dependencies: DemoDependencies = { db: postgres.db, config, clock: systemClock, log: createLog(config.logLevel, 'demo') }
    try {
      const prepared = await prepareDemo(dependencies, wanted)
      if (values.once && prepared.isLoaded) {
        console.log('The demo brand is loaded already.')
        return 0
      }
      await load(dependencies, prepared)
      return 0
    } finally {
      await postgres.close()
    }
  },
})

async function load(dependencies: DemoDependencies, { workspaceId, isLoaded }: PreparedDemo): Promise<void> {
  const { createProgressBar, runLoad } = await import('../features/demo/index.ts')
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => stop.abort(new CommandError('Stopped before the demo brand was complete; load it again to go on.')))
  }
  const progressBar = createProgressBar(process.stdout)
  const outcome = await runLoad(dependencies, workspaceId, {
    signal: stop.signal,
    isRepeated: isLoaded,
    onWait: () => console.log('Another process is loading the demo brand; waiting for it.'),
    onProgress: (progress) => progressBar.update(progress),
  })
  if (outcome.kind === 'failed') throw toCommandError(outcome)
  if (outcome.kind === 'done') progressBar.finish(outcome.result)
}

function toCommandError({ error }: Extract<LoadOutcome, { kind: 'failed' }>): CommandError {
  return error instanceof CommandError ? error : new CommandError(error.message, { cause: error })
}

function readNumber(values: OptionValues, name: 'people' | 'seed'): number | undefined {
  const value = values[name]
  if (value === undefined) return undefined
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1 || number > LARGEST_NUMBER) throw new UsageError(`--${name} must be a whole number from 1.`)
  return number
}
