import { describe, expect, test } from 'vitest'
import type { Envelope } from '../../platform/event-log.ts'
import { parseEnvelope, readTime } from './parse-event.ts'

const receivedAt = Date.UTC(2026, 2, 1, 12)
const parse = (event: unknown, head: Partial<Envelope> = {}) => parseEnvelope(JSON.stringify({ r: receivedAt, o: 'browser', k: 'source-1', ...head, e: event }), 7, 42)
/** The event of an envelope that is good. */
function read(event: object, head: Partial<Envelope> = {}) {
  const parsed = parse({ type: 'track', event: 'Seen', userId: 'u', ...event }, head)
  if (!parsed.isValid) throw new Error(parsed.reason)
  return parsed.event
}

describe('readTime', () => {
  test.each<[unknown, string | undefined]>([
    ['2026-03-01T10:00:00.000Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00:00.123456+01:00', '2026-03-01T09:00:00.123Z'],
    ['2026-03-01T10:00:00+0100', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01 10:00:00', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00:00', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    [' 2026-03-01 ', '2026-03-01T00:00:00.000Z'],
    ['Sun, 01 Mar 2026 10:00:00 GMT', '2026-03-01T10:00:00.000Z'],
    ['Sun Mar 01 2026 11:00:00 GMT+0100 (Central European Standard Time)', '2026-03-01T10:00:00.000Z'],
    ['Sun Mar 01 2026 11:00:00 GMT+0100', '2026-03-01T10:00:00.000Z'],
    [1_772_359_200, '2026-03-01T10:00:00.000Z'],
    [1_772_359_200_000, '2026-03-01T10:00:00.000Z'],
    [0, '1970-01-01T00:00:00.000Z'],
    ['order 12', undefined], ['12', undefined], ['', undefined], ['tomorrow', undefined], ['2026-13-45', undefined], ['2026-03-01T25:00:00Z', undefined],
    ['2026-03-01T10:00:00.000Z and more', undefined], [-1e300, undefined], [1e300, undefined],
    ['-271821-04-20T00:00:00.034Z', undefined], ['-000001-12-31T23:59:59.999Z', undefined], ['+010000-01-01T00:00:00.000Z', undefined], ['0000-01-01T00:00:00.000Z', '0000-01-01T00:00:00.000Z'], [Number.NaN, undefined], [true, undefined], [{}, undefined], [null, undefined],
  ])('reads %s as %s', (value, expected) => {
    const time = readTime(value)
    expect(time === undefined ? undefined : new Date(time).toISOString()).toBe(expected)
  })

  test('does not depend on the zone of this machine', () => {
    const before = process.env['TZ']
    process.env['TZ'] = 'Asia/Tokyo'
    try {
      expect(readTime('2026-03-01T10:00:00')).toBe(Date.UTC(2026, 2, 1, 10))
      expect(readTime('2026-03-01 10:00')).toBe(Date.UTC(2026, 2, 1, 10))
    } finally {
      if (before === undefined) delete process.env['TZ']
      else process.env['TZ'] = before
    }
  })
})

describe('the time of an event', () => {
  test.each<[string, object, Partial<Envelope>, number]>([
    ['none given', {}, {}, 0],
    ['given', { timestamp: '2026-03-01T10:00:00Z' }, {}, -7200],
    ['by its older name', { originalTimestamp: '2026-03-01T10:00:00Z' }, {}, -7200],
    ['in the future', { timestamp: '2026-03-01T12:00:01Z' }, {}, 0],
    ['of a clock that is an hour late', { timestamp: '2026-03-01T10:00:00Z', sentAt: '2026-03-01T11:00:00Z' }, {}, -3600],
    ['of a clock that is a day early', { timestamp: '2026-03-02T11:59:00Z', sentAt: '2026-03-02T12:00:00Z' }, {}, -60],
    ['sent before it happened', { timestamp: '2026-03-01T11:00:00Z', sentAt: '2026-03-01T10:00:00Z' }, {}, 0],
    ['with the sentAt of its request', { timestamp: '2026-03-01T10:00:00Z' }, { s: '2026-03-01T11:00:00Z' }, -3600],
    ['with both, its own counts', { timestamp: '2026-03-01T10:00:00Z', sentAt: '2026-03-01T10:30:00Z' }, { s: '2026-03-01T11:00:00Z' }, -1800],
    ['with a sentAt that is none', { timestamp: '2026-03-01T10:00:00Z', sentAt: 'now' }, {}, -7200],
    ['of an import', { timestamp: '2026-03-01T10:00:00Z', sentAt: '2026-03-01T11:00:00Z' }, { o: 'import' }, -7200],
  ])('%s', (_name, event, head, seconds) => {
    expect((read(event, head).time - receivedAt) / 1000).toBe(seconds)
  })
})

describe('reads', () => {
  test.each<[string, object, Partial<Envelope>, object]>([
    ['its head', {}, { o: 'server', v: 1, c: 'DE' }, { workspaceId: 7, seq: 42, origin: 'server', isVerified: true, sourceId: 'source-1', receivedAt, facts: { country: 'DE' } }],
    ['a type in another case', { type: 'TRACK' }, {}, { type: 'track' }],
    ['a name with space around it', { event: ' Seen ' }, {}, { name: 'Seen' }],
    ['a page without a name', { type: 'page' }, {}, { type: 'page', name: '' }],
    ['a page with a number as name', { type: 'page', name: 404 }, {}, { name: '404' }],
    ['no name of an identify', { type: 'identify', name: 'x', event: 'y' }, {}, { name: '' }],
    ['ids that are numbers', { userId: 42, anonymousId: -1.5 }, {}, { userId: '42', anonymousId: '-1.5' }],
    ['ids with space around them', { userId: ' u \n' }, {}, { userId: 'u' }],
    ['its own message id', { messageId: 'm' }, {}, { messageId: 'm' }],
    ['a message id that is a number', { messageId: 7 }, {}, { messageId: '7' }],
    ['a message id from its place', { messageId: {} }, {}, { messageId: 'log-7-42' }],
    ['a message id that is too long, cut', { messageId: 'm'.repeat(400) }, {}, { messageId: 'm'.repeat(300) }],
    ['a session', { context: { sessionId: 17 } }, {}, { sessionId: '17' }],
    ['a session as Rudder calls it', { context: { session_id: 's' } }, {}, { sessionId: 's' }],
    ['traits', { type: 'identify', traits: { a: 1 }, context: { traits: { a: 2, b: 3 } } }, {}, { traits: { a: 1 } }],
    ['traits where Rudder puts them', { type: 'identify', context: { traits: { a: 2 } } }, {}, { traits: { a: 2 } }],
    ['no traits of a track from its context', { context: { traits: { a: 2 } } }, {}, { traits: {} }],
    ['no profile id from outside', { profileId: 'p' }, {}, { givenProfileId: '' }],
    ['the profile id of Rapport itself', { userId: undefined, profileId: 'p' }, { o: 'system' }, { givenProfileId: 'p' }],
    ['an e-mail alone from a server', { type: 'identify', userId: undefined, traits: { email: 'a@b.example' } }, { v: 1 }, { userId: '', traits: { email: 'a@b.example' } }],
  ])('%s', (_name, event, head, expected) => {
    expect(read(event, head)).toMatchObject(expected)
  })

  test('the payload exactly as it was sent', () => {
    const sent = '{"type":"track","event":"Seen","userId":"u","properties":{"b":1,"a":1.50,",\\"e\\":":"x"}}'
    const parsed = parseEnvelope(`{"r":${receivedAt},"o":"browser","k":"s","u":"a \\",\\"e\\": b","e":${sent}}`, 7, 42)
    expect(parsed).toMatchObject({ isValid: true, event: { payload: sent } })
  })

  test('text without what the databases cannot store', () => {
    const event = read({ event: 'Se\u0000en', properties: { 'k\u0000': ['\ud800', { '\udc00': 'a\u0000b' }] } })
    expect(event).toMatchObject({ name: 'Seen', properties: { k: ['\ufffd', { '\ufffd': 'ab' }] } })
    expect(event.payload).not.toMatch(/\\u/)
    expect(read({ properties: { text: '\\u0000 and \\ud800 as they are written' } }).properties).toEqual({ text: '\\u0000 and \\ud800 as they are written' })
  })

  test('texts cut without half a character', () => {
    const long = (length: number) => `${'a'.repeat(length - 1)}😀b`
    const event = read({ messageId: long(300), context: { sessionId: long(200), location: { city: long(100) } } })
    expect([event.messageId, event.sessionId, event.facts.city]).toEqual(['a'.repeat(299), 'a'.repeat(199), 'a'.repeat(99)])
  })

  test('keys of the language as keys', () => {
    const properties = JSON.parse('{"__proto__":{"a":1},"constructor":2}') as object
    expect(JSON.stringify(read({ properties }).properties)).toBe('{"__proto__":{"a":1},"constructor":2}')
    expect(JSON.stringify(read({ properties: { ...properties, n: '\u0000' } }).properties)).toContain('"constructor":2')
  })
})

const nest = (levels: number): unknown => (levels === 0 ? 1 : { a: nest(levels - 1) })

describe('refuses', () => {
  test.each<[string, unknown, Partial<Envelope>]>([
    ['event_too_large', {}, { p: { code: 'event_too_large', reason: 'Too large.' } }],
    ['not_an_object', null, {}], ['not_an_object', [], {}], ['not_an_object', 'x', {}],
    ['too_deep', { type: 'track', event: 'Seen', userId: 'u', properties: nest(30) }, {}],
    ['unknown_type', {}, {}], ['unknown_type', { type: 'click' }, {}], ['unknown_type', { type: ['track'] }, {}],
    ['no_event_name', { type: 'track', userId: 'u' }, {}], ['no_event_name', { type: 'track', event: ' ', userId: 'u' }, {}], ['no_event_name', { type: 'track', event: 7, userId: 'u' }, {}],
    ['name_too_long', { type: 'track', event: 'n'.repeat(201), userId: 'u' }, {}],
    ['invalid_name', { type: 'page', name: { toString: 1 }, userId: 'u' }, {}], ['invalid_name', { type: 'screen', name: [], userId: 'u' }, {}],
    ['invalid_identifier', { type: 'page', userId: {} }, {}], ['invalid_identifier', { type: 'page', anonymousId: ['a'] }, {}], ['invalid_identifier', { type: 'page', userId: true }, {}],
    ['invalid_identifier', { type: 'page', userId: 2 ** 53 }, {}], ['invalid_identifier', { type: 'page', userId: 'u'.repeat(501) }, {}],
    ['no_identifier', { type: 'page' }, {}], ['no_identifier', { type: 'page', userId: '', anonymousId: ' ' }, {}],
    ['no_identifier', { type: 'identify', traits: { email: 'a@b.example' } }, {}], ['no_identifier', { type: 'track', event: 'Seen', traits: { email: 'a@b.example' } }, { v: 1 }],
    ['invalid_properties', { type: 'page', userId: 'u', properties: [] }, {}], ['invalid_traits', { type: 'identify', userId: 'u', traits: 1 }, {}], ['invalid_context', { type: 'page', userId: 'u', context: 'x' }, {}],
    ['invalid_time', { type: 'page', userId: 'u', timestamp: 'soon' }, {}], ['invalid_time', { type: 'page', userId: 'u', timestamp: { a: 1 } }, {}],
    ['time_too_old', { type: 'page', userId: 'u', timestamp: '1999-12-31' }, {}], ['time_too_old', { type: 'page', userId: 'u', timestamp: '2026-01-01', sentAt: '2100-01-01' }, {}],
    ['no_group', { type: 'group', userId: 'u' }, {}], ['no_previous_id', { type: 'alias', userId: 'u' }, {}],
  ])('%s: %j', (code, event, head) => {
    expect(parse(event, head)).toMatchObject({ isValid: false, code, reason: expect.stringMatching(/^[^\n]{5,300}\.$/), sourceId: 'source-1', receivedAt })
  })

  test('nothing at thirty levels, and keeps the message id of what it refuses', () => {
    expect(parse({ type: 'track', event: 'Seen', userId: 'u', properties: nest(29) }).isValid).toBe(true)
    expect(parse({ messageId: 'm\u0000' })).toMatchObject({ isValid: false, messageId: 'm' })
    expect(parse({ messageId: {} })).toMatchObject({ isValid: false, messageId: '' })
  })
})
