import { expect, test } from 'vitest'
import { createSecretKey, createWriteKey, isOriginAllowed, normalizeOrigin, secretKeyPattern, takePrefix, toCalendarDay, writeKeyPattern } from './sources.rules.ts'

const shop = 'https://shop.example.com'
const anySubdomain = 'https://*.example.com'

test.each([
  [shop, [], true],
  ['null', [], true],
  [shop, [shop], true],
  ['https://SHOP.example.com', [shop], true],
  ['http://shop.example.com', [shop], false],
  ['https://shop.example.com:8443', [shop], false],
  ['https://shop.example.com.evil.com', [shop], false],
  ['null', [shop], false],
  [shop, ['https://other.com', anySubdomain], true],
  ['https://a.b.example.com', [anySubdomain], true],
  ['https://example.com', [anySubdomain], false],
  ['https://.example.com', [anySubdomain], false],
  ['https://evilexample.com', [anySubdomain], false],
  ['https://evil.com/.example.com', [anySubdomain], false],
  ['https://user@shop.example.com', [anySubdomain], false],
  ['http://shop.example.com', [anySubdomain], false],
  ['https://shop.example.com:8443', [anySubdomain], false],
  ['https://shop.example.com:8443', ['https://*.example.com:8443'], true],
  ['http://localhost:3000', ['http://localhost:3000'], true],
])('a page of %s with %j: %s', (origin, allowedOrigins, isAllowed) => {
  expect(isOriginAllowed(origin, allowedOrigins)).toBe(isAllowed)
})

test.each([
  ['https://Shop.Example.com', 'https://shop.example.com'],
  ['https://shop.example.com:443', 'https://shop.example.com'],
  ['http://shop.example.com:80', 'http://shop.example.com'],
  ['http://shop.example.com:443', 'http://shop.example.com:443'],
  ['https://*.Example.com:443', 'https://*.example.com'],
])('%s is kept as %s', (origin, kept) => {
  expect(normalizeOrigin(origin)).toBe(kept)
})

test('keys look like keys and never repeat', () => {
  const [writeKeys, secretKeys] = [new Set<string>(), new Set<string>()]
  for (let index = 0; index < 200; index += 1) {
    writeKeys.add(createWriteKey())
    secretKeys.add(createSecretKey())
  }
  expect([writeKeys.size, secretKeys.size]).toEqual([200, 200])
  for (const key of writeKeys) expect(key).toMatch(writeKeyPattern)
  for (const key of secretKeys) {
    expect(key).toMatch(secretKeyPattern)
    expect(takePrefix(key)).toHaveLength(10)
  }
})

test.each([
  ['2026-03-01T23:30:00Z', 'UTC', '2026-03-01'],
  ['2026-03-01T23:30:00Z', 'Europe/Berlin', '2026-03-02'],
  ['2026-03-01T04:59:00Z', 'America/New_York', '2026-02-28'],
])('%s in %s is %s', (time, timezone, day) => {
  expect(toCalendarDay(Date.parse(time), timezone)).toBe(day)
})
