// `npm test`: installs what is missing, runs every test, and ends with the line "N passed, N failed".
// `--fast` leaves out browsers and kill rounds; further arguments go to vitest.
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
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

const FAST_PROJECTS = ['server', 'web', 'sdk']

await runScript(async () => {
  const args = process.argv.slice(2)
  const isFast = args.includes('--fast')
  installDependencies()
  const node = findNode24()
  await buildWhatChanged(node)
  const reportPath = join(CLONE_DIRECTORY, `node_modules/.cache/rapport-tests-${process.pid}.json`)
  mkdirSync(join(reportPath, '..'), { recursive: true })
  const exitCode = await runProgram(
    node,
    [
      join(CLONE_DIRECTORY, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${reportPath}`,
      ...(isFast ? FAST_PROJECTS.map((project) => `--project=${project}`) : []),
      ...args.filter((argument) => argument !== '--fast'),
    ],
    { env: createEnvironment(node) },
  )
  const { passed, failed } = countResults(reportPath, exitCode)
  rmSync(reportPath, { force: true })
  console.log(`${passed} passed, ${failed} failed`)
  return failed > 0 || passed === 0 ? 1 : 0
})

function countResults(reportPath, exitCode) {
  let report
  try {
    report = JSON.parse(readFileSync(reportPath, 'utf8'))
  } catch {
    return { passed: 0, failed: 1 }
  }
  // A file that does not load has no tests to count, and an error outside a test belongs to none.
  const brokenFiles = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  const failed = report.numFailedTests + brokenFiles.length
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed }
}
