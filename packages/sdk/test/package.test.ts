import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createRapport } from '../src/index.ts'
import { renderScriptTag, renderSnippet } from '../src/snippet.ts'
import { libraryName, libraryVersion } from '../src/version.ts'

const readPackageFile = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')

test('the version that events carry is the one of the package', () => {
  const manifest = JSON.parse(readPackageFile('package.json')) as { name: string; version: string }
  expect([libraryName, libraryVersion]).toEqual([manifest.name, manifest.version])
})

test('snippet.md shows the snippet that the code renders', () => {
  const site = { host: 'https://rapport.example.com', writeKey: 'WRITE_KEY' }
  const text = readPackageFile('snippet.md')
  expect(text).toContain(renderSnippet(site))
  expect(text).toContain(renderScriptTag(site))
})

test('a key cannot break out of the snippet', () => {
  const hostile = { host: 'https://h', writeKey: '</script><script>alert(1)//"' }
  expect(renderSnippet(hostile).match(/<\/script>/g)).toHaveLength(1)
  expect(renderScriptTag(hostile)).not.toContain('//""')
})

test('calls are harmless where there is no browser', () => {
  const rapport = createRapport()
  rapport.load('wk')
  rapport.track('Rendered On A Server')
  expect(rapport.user()).toBeNull()
})
