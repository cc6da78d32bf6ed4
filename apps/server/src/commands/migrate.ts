import { loadConfig } from '../platform/config.ts'
import { createLog } from '../platform/log.ts'
import { defineCommand } from './command.ts'
import { withEngines } from './engine-access.ts'
import { prepareDatabases } from './first-use.ts'

export const migrate = defineCommand({
  name: 'migrate',
  usage: '',
  summary: 'Brings both databases to the newest schema and creates the owner that the settings name',
  options: {},
  maxWords: 0,
  run: async () => {
    const config = loadConfig()
    const log = createLog(config.logLevel, 'migrate')
    await withEngines(config, async (connected) => await prepareDatabases(connected, log))
    return 0
  },
})
