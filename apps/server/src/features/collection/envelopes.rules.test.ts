import { describe, expect, test } from 'vitest'
import { createEdge, toEnvelope, type RequestFacts } from './envelopes.ts'

const facts: RequestFacts = {
  receivedAt: 1_000, origin: 'browser', isVerified: false, sourceId: 'source-1', sentAt: undefined, userAgent: undefined, ip: '192.0.2.1', keepIp: false, anonymousId: undefined,
}
const countries = new Map([['192.0.2.1', 'DE'], ['192.0.2.2', 'US']])
const wrap = (event: unknown, changes: Partial<RequestFacts> = {}, type?: string) =>
  JSON.parse(toEnvelope(event, type, createEdge({ ...facts, ...changes }, (ip) => countries.get(ip)))) as Record<string, unknown>

describe('the head', () => {
  test.each<[string, Partial<RequestFacts>, object]>([
    ['the least', { ip: '' }, { r: 1_000, o: 'browser', k: 'source-1', e: { a: 1 } }],
    ['a country', {}, { r: 1_000, o: 'browser', k: 'source-1', c: 'DE', e: { a: 1 } }],
    ['a server', { origin: 'server', isVerified: true }, { r: 1_000, o: 'server', k: 'source-1', v: 1, e: { a: 1 } }],
    ['sentAt, cut', { ip: '', sentAt: 's'.repeat(100) }, { r: 1_000, o: 'browser', k: 'source-1', s: 's'.repeat(64), e: { a: 1 } }],
    ['a user agent, cut', { ip: '', userAgent: `${'u'.repeat(600)}` }, { r: 1_000, o: 'browser', k: 'source-1', u: 'u'.repeat(512), e: { a: 1 } }],
    ['a user agent that would end the head', { ip: '', userAgent: '","e":{}}' }, { r: 1_000, o: 'browser', k: 'source-1', u: '","e":{}}', e: { a: 1 } }],
  ])('holds %s', (_name, changes, expected) => {
    expect(wrap({ a: 1 }, changes)).toEqual(expected)
  })
})

describe('the event', () => {
  test.each<[string, unknown, Partial<RequestFacts>, string | undefined, unknown]>([
    ['gets the type of its path', { type: 'page' }, {}, 'track', { type: 'track' }],
    ['loses its key', { writeKey: 'wk', a: 1 }, {}, undefined, { a: 1 }],
    ['gets the anonymous id of the header', { a: 1 }, { anonymousId: 'anon' }, undefined, { a: 1, anonymousId: 'anon' }],
    ['keeps its own anonymous id', { anonymousId: 'own' }, { anonymousId: 'anon' }, undefined, { anonymousId: 'own' }],
    ['of a user keeps to the user', { userId: 'u' }, { anonymousId: 'anon' }, undefined, { userId: 'u' }],
    ['loses its address', { context: { ip: '192.0.2.2', a: 1 } }, {}, undefined, { context: { a: 1 } }],
    ['keeps its address where that is wanted', { context: { ip: '192.0.2.2', a: 1 } }, { keepIp: true }, undefined, { context: { ip: '192.0.2.2', a: 1 } }],
    ['gets the address of the request where that is wanted', {}, { keepIp: true }, undefined, { context: { ip: '192.0.2.1' } }],
    ['of a server does not get the server\'s address', { a: 1 }, { keepIp: true, origin: 'server' }, undefined, { a: 1 }],
    ['keeps a context that is none', { context: [1] }, { keepIp: true }, undefined, { context: [1] }],
    ['keeps a context of null', { context: null }, {}, undefined, { context: null }],
  ])('%s', (_name, event, changes, type, expected) => {
    const envelope = wrap(event, changes, type)
    expect(envelope['e']).toEqual(expected)
    expect(envelope).not.toHaveProperty('p')
  })

  test('says its country by its own address', () => {
    expect(wrap({ context: { ip: '192.0.2.2' } })['c']).toBe('US')
    expect(wrap({ context: { ip: '192.0.2.2' } }, { origin: 'server' })['c']).toBe('US')
    expect(wrap({ context: { ip: 'elsewhere' } })).not.toHaveProperty('c')
  })
})

const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)

test.each<[string, unknown, unknown, string]>([
  ['null', null, null, 'not_an_object'],
  ['text', 'x', 'x', 'not_an_object'],
  ['a list', [1], [1], 'not_an_object'],
  ['a list too deep to be written', nested(200_000), null, 'too_deep'],
  ['an event too deep to be written', { type: 'track', event: 'Deep', properties: nested(200_000) }, { type: 'track', event: 'Deep' }, 'too_deep'],
])('%s is kept with its problem', (_name, event, kept, code) => {
  expect(wrap(event)).toMatchObject({ e: kept, p: { code, reason: expect.stringMatching(/\.$/) } })
})

test('an event of 32 KB is kept, one byte more is kept with its problem', () => {
  const build = (bytes: number) => ({ text: 'ü'.repeat(Math.floor((bytes - 11) / 2)) + 'x'.repeat((bytes - 11) % 2) })
  expect(wrap(build(32_768))).not.toHaveProperty('p')
  expect(wrap(build(32_769))).toMatchObject({ p: { code: 'event_too_large', reason: 'An event may have 32768 bytes; this one has 32769.' } })
})
