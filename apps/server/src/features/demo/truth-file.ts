// Keeps the truth about the invented people in a file, for whoever checks what Rapport found out by itself.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DemoOptions } from './person.ts'
import { describeTruth } from './truth.ts'

export async function writeTruthFile(path: string, options: DemoOptions): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `${JSON.stringify(describeTruth(options), null, 1)}\n`)
}
