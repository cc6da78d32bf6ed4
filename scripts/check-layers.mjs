// Checks the layer rules of .dependency-cruiser.cjs. Fails on finding nothing to check, too: with a TypeScript it cannot
// read, dependency-cruiser sees 0 modules and reports no violations.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(fileURLToPath(import.meta.url), '../..')
const sources = ['apps/server/src', 'apps/server/test', 'apps/web/src', 'packages/sdk/src', 'bench'].filter((path) =>
  existsSync(resolve(root, path)),
)
const cruise = resolve(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
const { stdout, stderr, status } = spawnSync(
  process.execPath,
  [cruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...sources],
  { cwd: root, encoding: 'utf8', maxBuffer: 512 * 1024 * 1024 },
)
if (!stdout) {
  console.error(`dependency-cruiser failed (${status}):\n${stderr}`)
  process.exit(1)
}
const { modules, summary } = JSON.parse(stdout)
const read = modules.filter(({ source }) => /^(apps|packages)\/.*\.tsx?$/.test(source)).length
for (const { rule, from, to } of summary.violations) console.error(`${rule.name}: ${from} → ${to}`)
console.log(`${read} modules, ${summary.violations.length} violations of the layer rules.`)
if (read === 0) console.error('No TypeScript modules were read: the check would pass whatever they import.')
process.exitCode = read === 0 || summary.violations.length > 0 ? 1 : 0
