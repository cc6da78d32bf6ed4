import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { CLONE_DIRECTORY, createChildEnvironment, describeSettings, loadConfig } from './config.ts'

const directory = mkdtempSync(join(tmpdir(), 'rapport-config-'))
afterAll(() => rmSync(directory, { recursive: true }))

const load = (environment: Record<string, string>) => loadConfig({ RAPPORT_DATA_DIR: directory, ...environment })

test('defaults', () => {
  const config = load({ PORT: '', LOG_LEVEL: '' })
  expect(config).toMatchObject({
    port: 4400,
    host: '0.0.0.0',
    dataDirectory: directory,
    databaseUrl: undefined,
    publicUrl: 'http://localhost:4400',
    owner: undefined,
    logLevel: 'info',
  })
  expect(load({ PORT: '9' }).publicUrl).toBe('http://localhost:9')
  expect(load({ RAPPORT_PUBLIC_URL: 'https://cx.example.com/' }).publicUrl).toBe('https://cx.example.com')
})

test('a relative data directory is the same from every working directory', () => {
  expect(loadConfig({ RAPPORT_DATA_DIR: './data/here', RAPPORT_SECRET: 's'.repeat(32) }).dataDirectory).toBe(join(CLONE_DIRECTORY, 'data/here'))
})

test('the generated secret stays the same and is private', () => {
  const { secret } = load({})
  expect(secret.length).toBeGreaterThanOrEqual(32)
  expect(load({}).secret).toBe(secret)
  expect(readFileSync(join(directory, 'secret'), 'utf8').trim()).toBe(secret)
  expect(statSync(join(directory, 'secret')).mode & 0o777).toBe(0o600)
  expect(load({ RAPPORT_SECRET: 'own'.repeat(20) }).secret).toBe('own'.repeat(20))
})

test.each([
  [{ PORT: 'abc' }, 'PORT must be a port number'],
  [{ PORT: '70000' }, 'PORT'],
  [{ DATABASE_URL: 'mysql://x/y', CLICKHOUSE_URL: 'http://x' }, 'DATABASE_URL must be a URL such as postgres://'],
  [{ DATABASE_URL: 'postgres://x/y' }, 'DATABASE_URL is set without CLICKHOUSE_URL: set both, or neither'],
  [{ CLICKHOUSE_URL: 'http://x' }, 'CLICKHOUSE_URL is set without DATABASE_URL: set both, or neither'],
  [{ RAPPORT_OWNER_EMAIL: 'a@example.com' }, 'RAPPORT_OWNER_EMAIL is set without RAPPORT_OWNER_PASSWORD'],
  [{ RAPPORT_OWNER_EMAIL: 'nobody', RAPPORT_OWNER_PASSWORD: '1234567890' }, 'RAPPORT_OWNER_EMAIL must be an e-mail address'],
  [{ RAPPORT_SECRET: 'short' }, 'RAPPORT_SECRET must have at least 32 characters'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
  [{ SMTP_URL: 'mail.example.com' }, 'SMTP_URL must be a URL such as smtp://'],
])('%j is refused with what to do', (environment, message) => {
  expect(() => load(environment)).toThrow(message)
})

test('every problem is named at once', () => {
  expect(() => load({ PORT: '0', LOG_LEVEL: 'loud' })).toThrow(/PORT[^]*LOG_LEVEL/)
})

test('doctor lists every setting and shows no secret', () => {
  const settings = describeSettings({ SMTP_URL: 'smtp://me:hidden@example.com', PORT: '80' })
  expect(settings.map(({ name }) => name)).toEqual(expect.arrayContaining(['PORT', 'DATABASE_URL', 'RAPPORT_SECRET', 'LOG_LEVEL']))
  expect(settings.find(({ name }) => name === 'PORT')?.value).toBe('80')
  expect(JSON.stringify(settings)).not.toContain('hidden')
})

test('a child process gets the engines and the secret', () => {
  const config = load({})
  expect(createChildEnvironment(config, { databaseUrl: 'postgres://a/b', clickhouseUrl: 'http://c' })).toMatchObject({
    DATABASE_URL: 'postgres://a/b',
    CLICKHOUSE_URL: 'http://c',
    RAPPORT_SECRET: config.secret,
  })
})
