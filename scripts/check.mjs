// `npm run check`: types, lint, layer rules, unused code, file sizes and the SDK's byte budget. Runs them all, then fails.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { buildWhatChanged, CLONE_DIRECTORY, createEnvironment, findNode24, installDependencies, runScript } from './bootstrap.mjs'

await runScript(async () => {
  installDependencies()
  const node = findNode24()
  const run = (script, args) =>
    spawnSync(node, [join(CLONE_DIRECTORY, script), ...args], {
      cwd: CLONE_DIRECTORY,
      env: createEnvironment(node),
      stdio: 'inherit',
    }).status === 0
  const checks = {
    'types of the server': () => run('node_modules/typescript/bin/tsc', ['-p', 'apps/server']),
    'types of the admin app': () => run('node_modules/typescript/bin/tsc', ['-p', 'apps/web']),
    'types of the SDK': () => run('node_modules/typescript/bin/tsc', ['-p', 'packages/sdk']),
    lint: () => run('node_modules/oxlint/bin/oxlint', ['--quiet']),
    'layer rules': () => run('scripts/check-layers.mjs', []),
    'unused code': () => run('node_modules/knip/bin/knip.js', ['--no-progress']),
    'file sizes': () => run('scripts/check-sizes.mjs', []),
    'SDK byte budget': async () => {
      await buildWhatChanged(node)
      return run('scripts/check-sdk-size.mjs', [])
    },
  }
  const failed = []
  for (const [name, check] of Object.entries(checks)) {
    const startedAt = Date.now()
    const isFine = await check()
    console.log(`${isFine ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`)
    if (!isFine) failed.push(name)
  }
  if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}`)
  return failed.length === 0 ? 0 : 1
})
