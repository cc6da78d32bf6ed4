import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { en as ui } from '../ui/en.ts'
import { en as app } from './en.ts'
import type { StringTree } from './feature.ts'
import { features } from './features.ts'

const source = join(import.meta.dirname, '..')
const namespaces: Record<string, StringTree> = { ui, app, ...Object.fromEntries(features.map((feature) => [feature.name, feature.strings])) }

function readFiles(folder: string): Array<{ file: string; text: string }> {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.'))
    .map((entry) => ({ file: join(entry.parentPath, entry.name), text: readFileSync(join(entry.parentPath, entry.name), 'utf8') }))
}

function hasString(namespace: string, key: string): boolean {
  const find = (path: string) => path.split('.').reduce<string | StringTree | undefined>((node, part) => (typeof node === 'object' ? node[part] : undefined), namespaces[namespace])
  return [key, `${key}_other`].some((path) => typeof find(path) === 'string')
}

/** Keys written out in a file whose calls all use one namespace; keys that are put together at run time are left out. */
function listKeys(text: string): { namespace: string; keys: string[] } | null {
  const used = new Set([...text.matchAll(/useTranslation\('([\w-]+)'\)/g)].map((match) => match[1]))
  if (used.size !== 1) return null
  return { namespace: String([...used][0]), keys: [...text.matchAll(/(?<![\w.])t\('([\w.-]+)'(?![^)]*\bns:)/g)].map((match) => String(match[1])) }
}

describe('every word comes from an en.ts', () => {
  it('finds each key that the screens name', () => {
    const missing: string[] = []
    let count = 0
    for (const { file, text } of readFiles(source)) {
      const found = listKeys(text)
      for (const key of found?.keys ?? []) {
        count += 1
        if (!hasString(found?.namespace ?? '', key)) missing.push(`${file.slice(source.length)}: ${found?.namespace}:${key}`)
      }
    }
    expect(missing).toEqual([])
    expect(count).toBeGreaterThan(200)
  })

  it('finds the labels of navigation, settings and commands', () => {
    const labels = features.flatMap((feature) => [...(feature.nav ?? []), ...(feature.settings ?? []), ...(feature.commands ?? [])].map((entry) => [feature.name, entry.label] as const))
    expect(labels.filter(([feature, label]) => !hasString(feature, label))).toEqual([])
    expect(labels.length).toBeGreaterThan(10)
  })
})
