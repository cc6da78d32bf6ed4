// Fails on TypeScript files of more than 400 lines: a file should hold one thing that its name says.
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const LONGEST_FILE_LINES = 400
const root = resolve(fileURLToPath(import.meta.url), '../..')
const skipped = new Set(['node_modules', 'dist', 'data', '.git'])

function* listSources(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (skipped.has(entry.name)) continue
    const path = join(directory, entry.name)
    if (entry.isDirectory()) yield* listSources(path)
    else if (/\.(ts|tsx|mjs)$/.test(entry.name)) yield path
  }
}

let checked = 0
let tooLong = 0
for (const path of listSources(root)) {
  checked++
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n').length
  if (lines <= LONGEST_FILE_LINES) continue
  tooLong++
  console.error(`${relative(root, path)} has ${lines} lines, more than ${LONGEST_FILE_LINES}: split it by what it holds`)
}
if (checked === 0) console.error('No source files were found to check.')
process.exitCode = tooLong > 0 || checked === 0 ? 1 : 0
