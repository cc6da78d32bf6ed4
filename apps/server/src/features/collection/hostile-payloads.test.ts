// Payloads that try to break collection or the stream. Each is answered sanely and stored, or rejected with a reason;
// a normal event sent after it always arrives.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeWriteKey } from '../../../test/makers.ts'
import { createStreamProbe, type StreamProbe } from '../../../test/stream-probe.ts'
import { startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'

let server: TestServer
let owner: Person
let writeKey: string
let probe: StreamProbe
beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signUp()
  writeKey = (await makeWriteKey(server, owner, { platform: 'server' })).writeKey
  probe = createStreamProbe(server, owner)
  await server.startWorker()
})
afterAll(async () => server.close())

const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`
const send = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  server.request<{ success?: boolean; error?: { code: string; message: string } }>('POST', path, {
    body, headers: { authorization: basic(writeKey), 'content-type': 'application/json', ...headers },
  })

let sent = 0

/** Sends an event as JSON text; tells what became of it once the event sent after it has arrived on its profile. */
async function follow(event: string): Promise<{ status: 'processed' | 'rejected'; code?: string; reason?: string }> {
  sent += 1
  const before = await probe.counters()
  const reply = await send('/v1/batch', `{"batch":[${event}]}`)
  expect(reply).toMatchObject({ status: 200, body: { success: true } })
  const follower = `after-${sent}`
  expect((await send('/v1/track', JSON.stringify({ event: 'Followed', userId: follower }))).status).toBe(200)
  const after = await probe.settle(8)
  expect((await probe.eventsOf(follower)).map(({ name }) => name)).toEqual(['Followed'])
  expect(after.accepted).toBe(before.accepted + 2)
  expect(after.processed + after.duplicate + after.rejected).toBe(after.accepted)
  expect((await probe.recent()).length).toBeGreaterThan(0)
  if (after.rejected === before.rejected) return { status: 'processed' }
  const [newest] = await probe.rejected()
  return { status: 'rejected', code: newest!.code, reason: newest!.reason }
}

const nest = (levels: number, open = '{"a":', close = '}') => `${open.repeat(levels)}1${close.repeat(levels)}`
const track = (rest: string) => `{"type":"track","event":"Hostile","userId":"hostile","properties":{"x":1}${rest === '' ? '' : `,${rest}`}}`
const withProperties = (properties: string) => `{"type":"track","event":"Hostile","userId":"hostile","properties":${properties}}`
const withTraits = (traits: string) => `{"type":"identify","userId":"hostile","traits":${traits}}`
const poisonKeys = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":{"polluted":1},"toString":1,"hasOwnProperty":"x","valueOf":null}'
const emojiAcross = (length: number) => `${'a'.repeat(length - 1)}😀${'b'.repeat(10)}`

describe('stored', () => {
  test.each([
    ['plain', track('')],
    ['poison keys in properties', withProperties(poisonKeys)],
    ['poison keys in traits', withTraits(poisonKeys)],
    ['poison keys in context', track(`"context":{"page":${poisonKeys},"campaign":${poisonKeys},"os":${poisonKeys},"__proto__":${poisonKeys},"constructor":1}`)],
    ['poison keys at the top', track(`"__proto__":${poisonKeys},"constructor":${poisonKeys},"prototype":null`)],
    ['a poison event name', '{"type":"track","event":"constructor","userId":"hostile","properties":{"purpose":"news"}}'],
    ['the event __proto__', '{"type":"track","event":"__proto__","userId":"hostile","properties":{"purpose":"news","constructor":1}}'],
    ['a poison user id', '{"type":"track","event":"Hostile","userId":"__proto__","anonymousId":"constructor"}'],
    ['NUL characters', '{"type":"track","event":"Nul\\u0000l","userId":"hos\\u0000tile","properties":{"a\\u0000":"b\\u0000","n":{"\\u0000":["\\u0000"]}},"context":{"page":{"title":"\\u0000"}}}'],
    ['NUL characters in traits', withTraits('{"na\\u0000me":"\\u0000Ada","deep":{"\\u0000":"\\u0000"}}')],
    ['lone surrogates', '{"type":"track","event":"Half \\ud83d","userId":"hostile","properties":{"\\ud83d":"\\udc00x","l":["\\ud83d"]}}'],
    ['lone surrogates in traits', withTraits('{"name":"\\ud83d","\\udc00":"\\ud83d"}')],
    ['a number that overflows', withProperties('{"value":1e400,"low":-1e400,"tiny":1e-400}')],
    ['numbers at the edges', withProperties('{"zero":-0,"huge":12345678901234567890123456789012345678901234567890,"max":1.7976931348623157e308,"min":5e-324,"e30":1e30,"e31":9.9e30,"m":-1e30,"f":0.1234567891}')],
    ['revenue that overflows', '{"type":"track","event":"Order Completed","userId":"hostile-buyer","properties":{"order_id":"o-1","total":1e308,"revenue":"1e308","products":[{"price":1e308,"quantity":1e308}]}}'],
    ['revenue that is an object', '{"type":"track","event":"Order Completed","userId":"hostile-buyer","properties":{"order_id":{"a":1},"total":{"a":1},"currency":["EUR"],"products":{"a":1}}}'],
    ['numbers as text', withProperties('{"price":"19.90","quantity":"two","total":"1,000.00"}')],
    ['keys without name', withProperties('{"":{"":{"":1}}}')],
    ['keys with dots that collide', withProperties('{"a.b":1,"a":{"b":2},"a.b.c":{"d":1},"a..b":3,".":4}')],
    ['keys with dots that collide as text and number', withProperties('{"a.b":"one","a":{"b":2}}')],
    ['lists of lists', withProperties(`{"list":${nest(20, '[', ']')},"mixed":[1,"a",null,{"b":[{}]},[[]]]}`)],
    ['ids that are numbers', '{"type":"track","event":"Hostile","userId":42,"anonymousId":-1.5,"messageId":7}'],
    ['a message id that is an object', track('"messageId":{"a":1}')],
    ['a message id of 1,000 characters', track(`"messageId":"${emojiAcross(300)}${'m'.repeat(700)}"`)],
    ['a time in seconds', track('"timestamp":1700000000')],
    ['a time in milliseconds', track('"timestamp":1700000000000')],
    ['an event name with control characters', '{"type":"track","event":"Line\\nbreak\\ttab\\u0007bell\\u001b[31m","userId":"hostile"}'],
    ['an event name of emoji and marks', '{"type":"track","event":"🛒👩‍👩‍👧‍👦 \u202Eevil\u202C \u200F e\u0301","userId":"hostile"}'],
    ['a session id that is an object', track('"context":{"sessionId":{"a":1}}')],
    ['characters in two halves at every cut', `{"type":"track","event":"Hostile","userId":"hostile","properties":{"long":"${emojiAcross(2000)}","list":["${emojiAcross(1998)}"]},"context":{"sessionId":"${emojiAcross(200)}","userAgent":"${emojiAcross(512)}","locale":"${emojiAcross(500)}","timezone":"${emojiAcross(60)}","page":{"url":"${emojiAcross(500)}"},"location":{"city":"${emojiAcross(100)}"},"os":{"name":"${emojiAcross(40)}"}}}`],
    ['characters in two halves at every cut of a name', withTraits(`{"name":"${emojiAcross(200)}","language":"${emojiAcross(20)}","city":"${emojiAcross(100)}","address":{"city":"${emojiAcross(100)}"}}`)],
    ['characters in two halves at every cut of a matter', `{"type":"track","event":"Support Contacted","userId":"hostile","properties":{"topic":"${emojiAcross(120)}","purpose":"${emojiAcross(100)}","channel":"${emojiAcross(50)}"}}`],
    ['characters in two halves at every cut of a consent', `{"type":"track","event":"Consent Granted","userId":"hostile","properties":{"purpose":"${emojiAcross(100)}","channel":"${emojiAcross(50)}"}}`],
    ['a group with poison traits', `{"type":"group","userId":"hostile","groupId":"__proto__","traits":${poisonKeys}}`],
    ['thirty levels', withProperties(nest(29))],
    ['a context of nulls', track('"context":{"page":null,"campaign":null,"os":null,"device":null,"location":null,"externalIds":null}')],
    ['external ids of every kind', track('"context":{"externalIds":[null,1,"a",{},{"id":1,"type":2},{"id":"x","type":"y"}]}')],
    ['4,000 keys', withProperties(`{${Array.from({ length: 3_000 }, (_, index) => `"k${index}":1`).join()}}`)],
    ['a key of 10,000 characters', withProperties(`{"${'k'.repeat(10_000)}":1}`)],
    ['a trait of 10,000 characters', withTraits(`{"${'k'.repeat(10_000)}":1,"ok":"${'v'.repeat(10_000)}"}`)],
  ])('%s', async (_name, event) => {
    expect(await follow(event)).toEqual({ status: 'processed' })
  })
})

describe('rejected with a reason', () => {
  test.each([
    ['too_deep', '2,000 levels', withProperties(nest(2_000))],
    ['too_deep', '2,000 levels of lists', withProperties(`{"a":${nest(2_000, '[', ']')}}`)],
    ['too_deep', '100,000 levels', withProperties(`{"a":${nest(100_000, '[', ']')}}`)],
    ['event_too_large', '10,000 keys', withProperties(`{${Array.from({ length: 10_000 }, (_, index) => `"k${index}":1`).join()}}`)],
    ['not_an_object', 'null', 'null'],
    ['not_an_object', 'a list', '[]'],
    ['not_an_object', 'text', '"\\u0000\\ud83d"'],
    ['not_an_object', 'a number', '1e400'],
    ['unknown_type', 'an empty object', '{}'],
    ['unknown_type', 'a type that is an object', '{"type":{"toString":1,"valueOf":1},"userId":"hostile"}'],
    ['unknown_type', 'the type __proto__', '{"type":"__proto__","userId":"hostile"}'],
    ['no_event_name', 'an event name that is an object', '{"type":"track","event":{"toString":1},"userId":"hostile"}'],
    ['invalid_name', 'a page name that cannot be text', '{"type":"page","name":{"toString":1,"valueOf":1},"userId":"hostile"}'],
    ['name_too_long', 'an event name of 10 KB', `{"type":"track","event":"${'n'.repeat(10_240)}","userId":"hostile"}`],
    ['invalid_identifier', 'a user id that is an object', '{"type":"track","event":"Hostile","userId":{"toString":1}}'],
    ['invalid_identifier', 'a user id that is a list', '{"type":"track","event":"Hostile","userId":["hostile"]}'],
    ['invalid_identifier', 'a user id that is true', '{"type":"track","event":"Hostile","userId":true}'],
    ['invalid_identifier', 'a user id that lost digits', '{"type":"track","event":"Hostile","userId":12345678901234567890}'],
    ['invalid_identifier', 'a user id of 10,000 characters', `{"type":"track","event":"Hostile","userId":"${'u'.repeat(10_000)}"}`],
    ['no_identifier', 'nobody', '{"type":"track","event":"Hostile"}'],
    ['no_identifier', 'empty ids', '{"type":"track","event":"Hostile","userId":"  ","anonymousId":""}'],
    ['no_identifier', 'an id that overflows', '{"type":"track","event":"Hostile","userId":1e400}'],
    ['blocked_identifier', 'null as text', '{"type":"track","event":"Hostile","userId":"null"}'],
    ['blocked_identifier', 'guest', '{"type":"track","event":"Hostile","userId":"Guest ","anonymousId":"undefined"}'],
    ['invalid_properties', 'properties that are a list', '{"type":"track","event":"Hostile","userId":"hostile","properties":[1]}'],
    ['invalid_traits', 'traits that are text', '{"type":"identify","userId":"hostile","traits":"x"}'],
    ['invalid_context', 'a context that is text', '{"type":"identify","userId":"hostile","context":"x"}'],
    ['invalid_time', 'a time that is garbage', track('"timestamp":"yesterday"')],
    ['invalid_time', 'a time that only looks like one', track('"timestamp":"order 12"')],
    ['invalid_time', 'a time that is an object', track('"timestamp":{"toString":1}')],
    ['invalid_time', 'a time beyond all calendars', track('"timestamp":-1e300')],
    ['invalid_time', 'a time before there were years of four digits', track('"timestamp":"-271821-04-20T00:00:00.034Z"')],
    ['time_too_old', 'an ancient time', track('"timestamp":"1999-12-31T23:59:59.999Z"')],
    ['no_group', 'a group without id', '{"type":"group","userId":"hostile"}'],
    ['no_previous_id', 'an alias without a previous id', '{"type":"alias","userId":"hostile"}'],
  ])('%s: %s', async (code, _name, event) => {
    const { reason, ...outcome } = await follow(event)
    expect(outcome).toEqual({ status: 'rejected', code })
    expect(reason).toMatch(/^\S.{10,}\.$/)
  })
})

test('none of it changed the prototypes of this process', () => {
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  expect(([] as unknown as Record<string, unknown>)['polluted']).toBeUndefined()
})
