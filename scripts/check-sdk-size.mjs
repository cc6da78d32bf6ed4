// Fails when what a customer's page loads from the SDK is larger than its budget, compressed as it is sent.
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** Of 1,000 to the kB. The core is on every page; the others come when a survey is due. */
const LARGEST_BYTES = { 'rapport.js': 8_000, 'survey.js': 15_000, 'survey-page.js': 16_000 }
const folder = resolve(fileURLToPath(import.meta.url), '../../packages/sdk/dist')

function isWithinBudget(name, largestBytes) {
  const path = resolve(folder, name)
  if (!existsSync(path)) {
    console.error(`packages/sdk/dist/${name} is missing: the SDK was not built.`)
    return false
  }
  const bytes = gzipSync(readFileSync(path), { level: 9 }).length
  console.log(`${name} is ${bytes} bytes gzipped, of at most ${largestBytes}.`)
  return bytes > 0 && bytes <= largestBytes
}

const results = Object.entries(LARGEST_BYTES).map(([name, largestBytes]) => isWithinBudget(name, largestBytes))
process.exitCode = results.every(Boolean) ? 0 : 1
