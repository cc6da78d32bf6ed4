// The `rapport` command: gets the clone ready, then hands over to the server's command line on Node 24.
import { join } from 'node:path'
import {
  buildWhatChanged,
  CLONE_DIRECTORY,
  createEnvironment,
  findNode24,
  installDependencies,
  runProgram,
  runScript,
} from './bootstrap.mjs'

/** The commands that serve the admin app and the browser SDK. */
const SERVING_COMMANDS = ['start', 'api']

await runScript(async () => {
  const args = process.argv.slice(2)
  installDependencies()
  const node = findNode24()
  const isHelp = args.includes('--help') || args.includes('-h')
  if (SERVING_COMMANDS.includes(args[0]) && !isHelp) await buildWhatChanged(node)
  // See servingNodeArguments in the server's commands/serving-process.ts.
  const nodeArguments = ['api', 'worker'].includes(args[0]) ? ['--max-semi-space-size=64'] : []
  return await runProgram(node, [...nodeArguments, join(CLONE_DIRECTORY, 'apps/server/src/main.ts'), ...args], {
    cwd: process.cwd(),
    // The channel tells the server when this process is gone, however it ended.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      UV_THREADPOOL_SIZE: '8', // password hashes and compression share libuv's threads with the file system
      NODE_COMPILE_CACHE: join(CLONE_DIRECTORY, 'node_modules/.cache/rapport-compile'),
      ...createEnvironment(node),
    },
  })
})
