// Fails when what a customer's page loads from the SDK is larger than its budget, compressed as it is sent.
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const LARGEST_SCRIPT_BYTES = 8 * 1024
const path = resolve(fileURLToPath(import.meta.url), '../../packages/sdk/dist/rapport.js')

if (existsSync(path)) {
  const bytes = gzipSync(readFileSync(path), { level: 9 }).length
  console.log(`The SDK is ${bytes} bytes gzipped, of at most ${LARGEST_SCRIPT_BYTES}.`)
  process.exitCode = bytes > 0 && bytes <= LARGEST_SCRIPT_BYTES ? 0 : 1
} else {
  console.error('packages/sdk/dist/rapport.js is missing: the SDK was not built.')
  process.exitCode = 1
}
