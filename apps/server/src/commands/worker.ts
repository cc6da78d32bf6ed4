import { loadConfig } from '../platform/config.ts'
import { defineCommand } from './command.ts'
import { requireEngines } from './engine-access.ts'
import { endWithParent, serveUntilStopped } from './serving-process.ts'

export const worker = defineCommand({
  name: 'worker',
  usage: '',
  summary: 'Processes events and runs jobs; any number may run on the same databases',
  options: {},
  maxWords: 0,
  run: async () => {
    endWithParent()
    const config = requireEngines(loadConfig())
    const { runWorker } = await import('../app.ts')
    return await serveUntilStopped(await runWorker(config))
  },
})
