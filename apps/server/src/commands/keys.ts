import { loadConfig } from '../platform/config.ts'
import { CommandError, defineCommand, UsageError, type OptionValues } from './command.ts'
import { withEngines } from './engine-access.ts'

export const keys = defineCommand({
  name: 'keys',
  usage: 'create --kind write|secret --name NAME [--workspace SLUG]',
  summary: 'Creates a key of a workspace and prints it alone; works beside a running server',
  options: { kind: { type: 'string' }, name: { type: 'string' }, workspace: { type: 'string' } },
  maxWords: 1,
  run: async (values, [action]) => {
    if (action !== 'create') throw new UsageError('Usage: rapport keys create --kind write|secret --name NAME [--workspace SLUG]')
    const request = readRequest(values)
    const key = await withEngines(loadConfig(), async ({ databaseUrl }) => {
      const { connectPostgres } = await import('../platform/postgres.ts')
      const { createKey } = await import('../features/sources/index.ts')
      const { RapportError } = await import('../platform/errors.ts')
      const postgres = connectPostgres(databaseUrl, { name: 'rapport-keys', maxConnections: 1, onError: () => {} })
      try {
        return await createKey(postgres.db, request)
      } catch (error) {
        throw error instanceof RapportError ? new CommandError(error.message, { cause: error }) : error
      } finally {
        await postgres.close()
      }
    })
    process.stdout.write(`${key}\n`)
    return 0
  },
})

function readRequest({ kind, name, workspace }: OptionValues) {
  if (kind !== 'write' && kind !== 'secret') throw new UsageError('--kind must be "write" (collection only) or "secret" (for the API).')
  if (typeof name !== 'string' || name.trim() === '') throw new UsageError('--name is missing: what will use the key?')
  return { kind, name: name.trim(), workspace: typeof workspace === 'string' ? workspace : undefined } as const
}
