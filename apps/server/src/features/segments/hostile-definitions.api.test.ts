// Rules that nobody means well: each works or is answered with a clear 400, and none gets out of its quotes.
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeWorkspace } from '../../../test/makers.ts'
import { RuleTrial } from '../../../test/rule-trial.ts'
import type { ErrorReply } from '../../platform/contract.ts'
import type { Condition, LeafCondition } from './conditions.contract.ts'
import { definition as definitionSchema } from './conditions.contract.ts'
import type { Preview, Segment } from './segments.contract.ts'

let trial: RuleTrial

const hostileTexts = [
  "'] OR 1=1 --", "' OR '1'='1", "\\' OR 1=1 --", '\\', "\\\\'", "'", '"', '`', ')) UNION ALL SELECT id FROM people --', "'; DROP TABLE events; --", '{workspace:UInt32}', '${1}',
  '🎈', '\u2028', '\u202e', '\r\n\t\b', '%', '_', '*', '.', '..', '__proto__', 'constructor', '$email', ' ', 'ﬀ', 'İ', '\ufeff', '/*', '#', "x' /*", 'NULL', '\u001e',
]

/** NUL and halves of surrogate pairs: neither database keeps them. */
const unstorableTexts = ['\u0000', 'a\u0000b', '\ud800', 'a\udc00b']

const track = (name: string, filters: object[] = []) => ({ type: 'track', name, filters }) as Extract<LeafCondition, { type: 'event' }>['event']
const days = { amount: 1, unit: 'days' } as const
const window = { kind: 'sliding', length: days } as const
const counted = (event: object, more: object = {}) => ({ type: 'event', event, aggregate: { function: 'count' }, operator: 'at_least', value: 1, window, ...more })

/** Every place in which a rule takes a text. */
const places: Record<string, (text: string) => object> = {
  'the name of an event': (text) => counted(track(text)),
  'the name of a page': (text) => counted({ type: 'page', name: text }),
  'a property': (text) => counted(track('Seen', [{ property: text, operator: 'exists' }])),
  'a property that is compared with a number': (text) => counted(track('Seen', [{ property: text, operator: 'greater', value: 1 }])),
  'a value': (text) => counted(track('Seen', [{ property: 'plan', operator: 'equals', value: text }])),
  'a part of a value': (text) => counted(track('Seen', [{ property: 'plan', operator: 'contains', value: text }])),
  'the beginning of a value': (text) => counted(track('Seen', [{ property: 'plan', operator: 'starts_with', value: text }])),
  'one of values': (text) => counted(track('Seen', [{ property: 'plan', operator: 'not_in', values: [text, 1, true] }])),
  'a summed property': (text) => counted(track('Seen'), { aggregate: { function: 'sum', property: text } }),
  'a property of which the largest is taken': (text) => counted(track('Seen'), { aggregate: { function: 'max', property: text } }),
  'a property whose values are counted': (text) => counted(track('Seen'), { aggregate: { function: 'distinct', property: text } }),
  'the last time of': (text) => ({ type: 'event_time', event: track(text), which: 'last', time: { operator: 'within_last', length: days } }),
  'all of a sequence': (text) => ({ type: 'sequence', first: track(text), second: track(`${text} `), without: track(`${text}!`), within: days, window }),
  'a trait': (text) => ({ type: 'trait', trait: text, operator: 'exists' }),
  'a trait with a day': (text) => ({ type: 'trait', trait: text, operator: 'anniversary_within', days: 3 }),
  'a value of a trait': (text) => ({ type: 'trait', trait: 'plan', operator: 'equals', value: text }),
  'an entry of a list': (text) => ({ type: 'trait', trait: 'tags', operator: 'list_has', value: text }),
  'a company': (text) => ({ type: 'company', trait: text, operator: 'not_equals', value: text }),
  'a purpose': (text) => ({ type: 'consent', purpose: text, channel: text, state: 'granted' }),
  'a salt': (text) => ({ type: 'random', percent: 50, salt: text }),
}

async function ask(conditions: readonly object[], type = 'all') {
  return trial.attempt<Preview & ErrorReply>('POST', '/v1/segments/preview', { definition: { type, conditions } })
}

/** A 400 that says what is wrong, in a few words that are not the engines'. */
const refusal = { status: 400, code: 'invalid_request', isClear: true }
function describeRefusal({ status, body: { error } }: { status: number; body: Partial<ErrorReply> }): object {
  return { status, code: error?.code, isClear: error !== undefined && error.message.length > 10 && !/clickhouse|syntax|postgres|sql/i.test(error.message) }
}

beforeAll(async () => {
  trial = await RuleTrial.start({ startsAt: Date.parse('2027-03-01T12:00:00.000Z'), timezone: 'Europe/Berlin' })
  const plain = { type: 'track' as const, time: trial.now, receivedAt: trial.now, traits: {}, groupId: '' }
  await trial.send(['user-a', 'user-b'].map((sender) => ({ ...plain, sender, name: 'Seen', properties: { plan: 'plus', total: 2 } })))
  await trial.settle()
})
afterEach(() => trial.removeRules())
afterAll(() => trial.close())

test.each(Object.entries(places))('%s takes any text and stays inside its quotes', async (place, build) => {
  const answers = await Promise.all(hostileTexts.flatMap((text) => (['all', 'none'] as const).map(async (type) => ({ text, reply: await ask([build(text)], type) }))))
  // Whoever is held is not held by the opposite: a text that ends its quotes would hold everyone or nobody twice.
  const counts = [...Map.groupBy(answers, ({ text }) => text)].map(([text, both]) => ({ text, statuses: both.map(({ reply }) => reply.status), all: both.reduce((sum, { reply }) => sum + reply.body.count, 0) }))
  expect(counts, place).toEqual(hostileTexts.map((text) => ({ text, statuses: [200, 200], all: 2 })))
})

test.each(Object.entries(places))('%s: what cannot be stored is refused, also before it is stored', async (place, build) => {
  for (const text of unstorableTexts) {
    const definition = { type: 'all', conditions: [build(text)] }
    for (const [url, body] of [['/v1/segments/preview', { definition }], ['/v1/segments', { name: 'x', definition }]] as const) {
      expect(describeRefusal(await trial.attempt('POST', url, body)), `${place}: ${JSON.stringify(text)}`).toEqual(refusal)
    }
  }
})

test('what is sent under hostile names is found under them, by both evaluators', async () => {
  const sendable = hostileTexts.filter((text) => text.trim() !== '' && text === text.trim())
  const plain = { type: 'track' as const, time: trial.now, receivedAt: trial.now, traits: {}, groupId: '', sender: 'user-c' }
  await trial.send(sendable.filter((text) => text !== '*').map((text) => ({ ...plain, name: text, properties: { [text]: text, plan: text } })))
  for (const text of sendable) {
    const conditions: Condition[] = [counted(track(text, [{ property: 'plan', operator: 'equals', value: text === '*' ? '%' : text }])) as Condition]
    if (text !== '*' && !text.includes('.')) conditions.push(counted(track(text, [{ property: text, operator: 'equals', value: text }])) as Condition)
    await trial.makeSegment(definitionSchema.parse({ type: 'all', conditions }))
  }
  expect(await trial.findDisagreements(), 'with hostile names').toEqual([])
  for (const [id, members] of await trial.storedIds()) expect(members, JSON.stringify(trial.rules.get(id))).toEqual([trial.profileId('user-c')])
})

test('names of segments take any text that can be stored', async () => {
  for (const text of hostileTexts) {
    const made = await trial.call<Segment>('POST', '/v1/segments', { name: `x${text}`, description: text, kind: 'static' }, 201)
    expect(made).toMatchObject({ name: `x${text}`.trim(), description: text })
    await trial.call('DELETE', `/v1/segments/${made.id}`, undefined, 204)
  }
  for (const text of unstorableTexts) {
    expect(describeRefusal(await trial.attempt('POST', '/v1/segments', { name: `x${text}`, kind: 'static' })), JSON.stringify(text)).toEqual(refusal)
    expect(describeRefusal(await trial.attempt('POST', '/v1/segments', { name: 'x', description: text, kind: 'static' })), JSON.stringify(text)).toEqual(refusal)
  }
})

const nested = (levels: number): object => (levels === 0 ? { type: 'random', percent: 50 } : { type: 'all', conditions: [nested(levels - 1)] })

test('groups nested by the thousand are refused', async () => {
  for (const levels of [100, 3_000, 15_000]) {
    const body = `{"definition":${'{"type":"all","conditions":['.repeat(levels)}${']}'.repeat(levels)}}`
    expect(describeRefusal(await trial.attempt('POST', '/v1/segments/preview', body)), `${levels} levels`).toEqual(refusal)
  }
})

test.each<[string, object[]]>([
  ['groups nested too deep', [nested(9)]],
  ['too many leaves', Array.from({ length: 3 }, () => ({ type: 'any', conditions: Array.from({ length: 40 }, () => ({ type: 'random', percent: 50 })) }))],
  ['no condition', [{ type: 'any', conditions: [] }]],
  ['an unknown kind', [{ type: 'sql', query: '1=1' }]],
  ['another operator', [{ type: 'trait', trait: 'plan', operator: 'like', value: 'x' }]],
  ['an object as a value', [{ type: 'trait', trait: 'plan', operator: 'equals', value: { $ne: null } }]],
  ['no number', [counted(track('Seen'), { value: 'NaN' })]],
  ['half a time', [counted(track('Seen'), { value: 1.5 })]],
  ['less than nothing', [counted(track('Seen'), { value: -1 })]],
  ['more times than are counted', [counted(track('Seen'), { value: 1_001 })]],
  ['a window of nothing', [counted(track('Seen'), { window: { kind: 'sliding', length: { amount: 0, unit: 'days' } } })]],
  ['a window of centuries', [counted(track('Seen'), { window: { kind: 'sliding', length: { amount: 100_000, unit: 'weeks' } } })]],
  ['a period that ends before it begins', [counted(track('Seen'), { window: { kind: 'between', from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' } })]],
  ['a period that ends as it begins, in other zones', [counted(track('Seen'), { window: { kind: 'between', from: '2026-01-01T00:00:00Z', to: '2026-01-01T01:00:00+01:00' } })]],
  ['a period that ends half a second before it begins', [counted(track('Seen'), { window: { kind: 'between', from: '2026-01-01T00:00:00.5Z', to: '2026-01-01T00:00:00Z' } })]],
  ['a date in the year 275760', [{ type: 'trait', trait: 'born', operator: 'before', date: '+275760-09-13T00:00:00.000Z' }]],
  ['a date that is none', [{ type: 'trait', trait: 'born', operator: 'before', date: '2026-02-31' }]],
  ['more than 100 %', [{ type: 'random', percent: 100.1 }]],
  ['less than 0 %', [{ type: 'random', percent: -1 }]],
  ['a segment that is none', [{ type: 'segment', segmentId: '00000000-0000-7000-8000-000000000001' }]],
  ['no id of a segment', [{ type: 'segment', segmentId: "' OR 1=1 --" }]],
])('%s is refused', async (what, conditions) => {
  const definition = { type: 'all', conditions }
  expect(describeRefusal(await trial.attempt('POST', '/v1/segments/preview', { definition })), what).toEqual(refusal)
  expect(describeRefusal(await trial.attempt('POST', '/v1/segments', { name: what, definition })), what).toEqual(refusal)
})

test('a segment of another workspace is no segment', async () => {
  const stranger = await makeWorkspace(trial.server)
  const theirs = await trial.server.request<Segment>('POST', '/v1/segments', { body: { name: 'Theirs', kind: 'static' }, as: stranger })
  expect(describeRefusal(await trial.attempt('POST', '/v1/segments', { name: 'Ours', definition: { type: 'all', conditions: [{ type: 'segment', segmentId: theirs.body.id }] } })), 'a segment of another workspace').toEqual(refusal)
})

test('no circle closes, over however many segments', async () => {
  const chain = [await trial.makeSegment(definitionSchema.parse({ type: 'all', conditions: [{ type: 'random', percent: 50 }] }))]
  for (let length = 1; length < 6; length++) chain.push(await trial.makeSegment(definitionSchema.parse({ type: 'all', conditions: [{ type: 'segment', segmentId: chain.at(-1)! }] })))
  for (const id of chain) {
    const definition = { type: 'any', conditions: [{ type: 'none', conditions: [{ type: 'segment', segmentId: chain.at(-1)! }] }] }
    expect((await trial.attempt('PATCH', `/v1/segments/${chain[0]!}`, { definition })).status).toBe(409)
    expect((await trial.attempt('POST', '/v1/segments/preview', { definition, segmentId: id })).status).toBe(409)
  }
  expect(await trial.findDisagreements(), 'with a chain of segments').toEqual([])
})

test('rules that refer to rules do not multiply without end', async () => {
  const [leaf] = definitionSchema.parse({ type: 'all', conditions: [{ type: 'random', percent: 50 }] }).conditions
  const refer = (segmentId: string) => ({ type: 'any' as const, conditions: Array<Condition>(7).fill({ type: 'segment', segmentId, isMember: true }) })
  const base = await trial.makeSegment({ type: 'any', conditions: [leaf!] })
  const second = await trial.makeSegment(refer(base))
  const third = await trial.makeSegment(refer(second))
  expect(describeRefusal(await trial.attempt('POST', '/v1/segments', { name: 'x', definition: refer(third) })), 'seven times seven times seven').toEqual(refusal)
  expect(describeRefusal(await trial.attempt('PATCH', `/v1/segments/${base}`, { definition: { type: 'any', conditions: Array<Condition>(12).fill(leaf!) } })), 'an edit below').toEqual(refusal)
  expect(await trial.findDisagreements(), 'with rules that refer to rules').toEqual([])
})

const longText = 'x'.repeat(500)
const largeRules: Record<string, object[]> = {
  'numbers beyond any decimal': [-1.7e308, 1.7e308, 1e31, 1e32, -1e38, 1e39, 2 ** 63, Number.MIN_VALUE, -0].flatMap((value) => [
    { type: 'trait', trait: 'score', operator: 'at_least', value }, { type: 'trait', trait: 'score', operator: 'equals', value }, { type: 'trait', trait: 'score', operator: 'between', from: value, to: value },
    counted(track('Seen', [{ property: 'total', operator: 'less', value }])),
  ]),
  'amounts at the limit': [-1e12, 1e12, 0.0000001].flatMap((value) => ['sum', 'average', 'min', 'max'].map((name) => counted(track('Seen'), { aggregate: { function: name, property: 'total' }, value }))),
  'nobody and everybody': [{ type: 'none', conditions: [{ type: 'random', percent: 0 }] }, { type: 'random', percent: 100 }],
  'a thousand long values': [{ type: 'trait', trait: 'plan', operator: 'not_in', values: Array.from({ length: 1_000 }, (_, index) => `${index}${longText.slice(4)}`) }],
  'long values that are compared in a sequence': [
    { type: 'sequence', first: track('Seen', [{ property: 'plan', operator: 'in', values: Array.from({ length: 400 }, (_, index) => `${index}${longText.slice(3)}`) }]), second: track('Seen'), without: track('Seen', [{ property: longText.slice(0, 200), operator: 'exists' }]), within: days, window },
  ],
  'forty sequences': [0, 1].map((half) => ({
    type: 'any',
    conditions: Array.from({ length: 20 }, (_, index) => ({ type: 'sequence', first: track(`A${half}${index}`), second: track('B'), without: track('C'), within: days, isFollowed: index % 2 === 0, window })),
  })),
  'dates at the ends of time': ['0000-01-01', '9999-12-31', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'].flatMap((date) => [
    { type: 'trait', trait: 'born', operator: 'before', date }, { type: 'event_time', event: track('Seen'), which: 'first', time: { operator: 'after', date } },
  ]),
  'a period from the first to the last year': [counted(track('Seen'), { window: { kind: 'between', from: '0001-01-01T00:00:00Z', to: '9999-12-31T23:59:59Z' } })],
  'a period before and one after all time': ['0001', '9998'].map((year) => ({ type: 'none', conditions: [counted(track('Seen'), { window: { kind: 'between', from: `${year}-01-01T00:00:00Z`, to: `${year}-12-31T00:00:00Z` } })] })),
  'the largest count': ['at_least', 'at_most', 'exactly', 'greater', 'less'].map((operator) => counted(track('Seen'), { operator, value: 1_000 })),
  'a range that is upside down': [{ type: 'trait', trait: 'score', operator: 'between', from: 5, to: 1 }],
}

test.each(Object.entries(largeRules))('%s: previewed, filled and answered alike', async (_what, conditions) => {
  for (const type of ['all', 'any'] as const) await trial.makeSegment(definitionSchema.parse({ type, conditions }))
  await trial.send([{ type: 'track', name: 'Seen', time: trial.now, receivedAt: trial.now, sender: 'user-a', properties: { plan: 'plus', total: 1e30 }, traits: {}, groupId: '' }])
  expect(await trial.findDisagreements(), 'with a large rule').toEqual([])
  expect((await ask(conditions, 'any')).status).toBe(200)
})

test('no write key tells entries or exits', async () => {
  await trial.settle()
  const before = await trial.readTold()
  const id = await trial.makeList()
  const forged = { type: 'track' as const, time: trial.now, receivedAt: trial.now, sender: 'user-forger', traits: {}, groupId: '', properties: { segment_id: id } }
  await trial.sendUnseen([{ ...forged, name: 'Segment Entered' }, { ...forged, name: 'Segment Left' }])
  const { rows } = await trial.platform.pool.query("select code from rejected_events where workspace_id = $1", [trial.workspaceId])
  expect(rows).toEqual([{ code: 'reserved_event' }, { code: 'reserved_event' }])
  expect(await trial.readTold()).toEqual(before)
})
