import { loadConfig } from '../platform/config.ts'
import { defineCommand } from './command.ts'
import { requireEngines } from './engine-access.ts'
import { endWithParent, serveUntilStopped } from './serving-process.ts'

export const api = defineCommand({
  name: 'api',
  usage: '',
  summary: 'Serves the API, the admin app and the browser SDK; any number may run on the same databases',
  options: {},
  maxWords: 0,
  run: async () => {
    endWithParent()
    const config = requireEngines(loadConfig())
    const { runApi } = await import('../app.ts')
    return await serveUntilStopped(await runApi(config))
  },
})
