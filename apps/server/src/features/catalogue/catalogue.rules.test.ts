import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StreamEvent } from '../../platform/stream-event.ts'
import { createSchemaCompiler, findSchemaProblems } from './event-schema.ts'
import { sensitivityOf, toExample } from './example-text.ts'
import { isDateText, toTypeNames } from './observed-value.ts'
import { createObserver, type CatalogueDelta, type KnownEvent, type KnownProperty } from './observer.ts'
import { createZoneDays } from './zone-days.ts'

const noon = Date.UTC(2026, 2, 1, 12)

function makeEvent(changes: Partial<StreamEvent> = {}): StreamEvent {
  return {
    workspaceId: 1, seq: 1, messageId: 'm', type: 'track', name: 'Product Viewed', time: noon, receivedAt: noon, origin: 'browser', isVerified: false,
    sourceId: '', userId: '', anonymousId: '', groupId: '', previousId: '', sessionId: '', givenProfileId: '',
    facts: { country: '', city: '', device: '', os: '', browser: '', isBot: false },
    properties: {}, traits: {}, context: {}, payload: '',
    ...changes,
  }
}

function track(properties: Record<string, unknown>, changes: Partial<StreamEvent> = {}): StreamEvent {
  return makeEvent({ properties, ...changes })
}

function start(known: { events?: Partial<KnownEvent>[]; properties?: Partial<KnownProperty>[] } = {}) {
  const events = (known.events ?? []).map((event) => ({
    type: 'track', name: 'Product Viewed', isReserved: false, isBlocked: false, firstSeenAt: noon, lastSeenAt: noon, schemaMode: 'off' as const,
    checkSchema: undefined, ...event,
  }))
  const properties = (known.properties ?? []).map((property) => ({
    type: 'track', name: 'Product Viewed', path: 'a', types: 1, examples: [], firstSeenAt: noon, lastSeenAt: noon, isBlocked: false, ...property,
  }))
  return createObserver({ events, properties }, 'Europe/Berlin')
}

/** Path → types, of everything in a delta. */
function typesIn(delta: CatalogueDelta): Record<string, string[]> {
  return Object.fromEntries(delta.properties.map((property) => [property.path, toTypeNames(property.types)]))
}

function examplesIn(delta: CatalogueDelta, path: string): string[] | undefined {
  return delta.properties.find((property) => property.path === path)?.examples
}

describe('types', () => {
  test('every JSON value has its type, lists and depth are cut', () => {
    const observer = start()
    observer.observe(track(JSON.parse(
      '{"t":"x","n":1.5,"b":false,"d":"2026-03-01","l":[{"x":1}],"z":null,"o":{"p":{"q":{"r":1}}},"e":""}',
    ) as Record<string, unknown>))
    expect(typesIn(observer.takeDelta())).toEqual({
      t: ['text'], n: ['number'], b: ['boolean'], d: ['date'], l: ['list'], z: ['null'], o: ['object'], 'o.p': ['object'], 'o.p.q': ['object'], e: ['text'],
    })
  })

  test('types add up over events, and only what is new is written again', () => {
    const observer = start()
    observer.observe(track({ price: 1, sku: 'a' }))
    observer.takeDelta()
    observer.observe(track({ price: 1, sku: 'a' }))
    expect(observer.takeDelta().properties).toEqual([])
    observer.observe(track({ price: '1', sku: 'a' }))
    expect(typesIn(observer.takeDelta())).toEqual({ price: ['text', 'number'] })
  })

  test.each([
    ['2026-03-01', true], ['2026-03-01T09:30:00Z', true], ['2026-03-01T09:30:00.123+01:00', true], ['2026-03-01 09:30', true],
    ['2026-13-01', false], ['2026-03-41', false], ['2026-03-01x', false], ['1234-5678', false], ['2026', false], ['2026-03-01T25:00:00Z', false],
    [`2026-03-01T09:30:00.${'1'.repeat(30)}Z`, false],
  ])('%s is a date: %s', (text, isDate) => {
    expect(isDateText(text)).toBe(isDate)
  })

  test('a key with dots and a nested key of the same path are one property', () => {
    const observer = start()
    observer.observe(track({ 'cart.total': 1, cart: { total: 'x' } }))
    const delta = observer.takeDelta()
    expect(delta.properties.map((property) => property.path).toSorted()).toEqual(['cart', 'cart.total'])
    expect(typesIn(delta)['cart.total']).toEqual(['text', 'number'])
  })
})

describe('hostile events', () => {
  test('__proto__ and constructor are names like others', () => {
    const observer = start()
    const properties = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"x":1}},"toString":"s"}') as Record<string, unknown>
    observer.observe(track(properties, { name: '__proto__' }))
    observer.observe(track(properties, { name: 'constructor', type: '__proto__' }))
    const delta = observer.takeDelta()
    expect(delta.events.map(({ type, name, count }) => [type, name, count])).toEqual([['track', '__proto__', 1], ['__proto__', 'constructor', 1]])
    expect(delta.properties.filter(({ type }) => type === 'track').map(({ path }) => path)).toEqual([
      '__proto__', '__proto__.polluted', 'constructor', 'constructor.prototype', 'constructor.prototype.x', 'toString',
    ])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test('10,000 keys become 500 properties and (other), also over several events', () => {
    const observer = start()
    const keys = (from: number) => Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${from + index}`, index]))
    observer.observe(track(keys(0)))
    observer.observe(track(keys(10_000)))
    const paths = observer.takeDelta().properties.map(({ path }) => path)
    expect(paths).toHaveLength(501)
    expect(paths).toContain('(other)')
  })

  test('2,000 names, then all count under (other) of their type', () => {
    const observer = start()
    for (let index = 0; index < 2_500; index += 1) observer.observe(track({ a: 1 }, { name: `Event ${index}` }))
    observer.observe(makeEvent({ type: 'page', name: 'Home' }))
    observer.observe(makeEvent({ type: 'identify', name: '', traits: { plan: 'pro' } }))
    observer.observe(track({ a: 1 }, { name: 'Event 7' }))
    const { events } = observer.takeDelta()
    const countOf = (type: string, name: string) => events.find((event) => event.type === type && event.name === name)?.count
    expect(events).toHaveLength(2_003)
    expect([countOf('track', '(other)'), countOf('page', '(other)'), countOf('identify', ''), countOf('track', 'Event 7')]).toEqual([500, 1, 1, 2])
  })

  test('the properties of a workspace are limited in all', () => {
    const observer = start()
    const properties = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`k${index}`, 1]))
    for (let index = 0; index < 100; index += 1) observer.observe(track(properties, { name: `Event ${index}` }))
    const rows = observer.takeDelta().properties
    expect(rows.length).toBeGreaterThan(19_999)
    expect(rows.length).toBeLessThan(20_200)
  })

  test('no value makes a text that PostgreSQL refuses, nor the same row twice', () => {
    const key = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a', 'a.b', 'b', '\ud800', '\udfff', '\0', 'a\0', 'x'.repeat(300), `${'x'.repeat(300)}y`))
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', 'a\0b'), fc.double(), fc.boolean(), fc.constant(null), tie('list'), tie('object'),
      ),
      list: fc.array(tie('any'), { maxLength: 4 }),
      object: fc.dictionary(key, tie('any'), { maxKeys: 6 }),
    }))
    fc.assert(
      fc.property(fc.array(fc.tuple(key, value.object), { maxLength: 8 }), (sent) => {
        const observer = start()
        for (const [name, properties] of sent) observer.observe(track(properties as Record<string, unknown>, { name }))
        const delta = observer.takeDelta()
        const texts = [...delta.events.map(({ name }) => name), ...delta.properties.flatMap(({ name, path, examples }) => [name, path, ...examples])]
        expect(texts.filter((text) => text.includes('\0') || !text.isWellFormed())).toEqual([])
        expect(delta.properties.filter(({ path, examples }) => path.length > 200 || examples.some((example) => example.length > 80))).toEqual([])
        const keys = [...delta.events.map(({ type, name }) => [type, name]), ...delta.properties.map(({ type, name, path }) => [type, name, path])]
        expect(new Set(keys.map((row) => JSON.stringify(row))).size).toBe(keys.length)
        expect(delta.events.reduce((sum, { count }) => sum + count, 0)).toBe(sent.length)
      }),
      { numRuns: 100 },
    )
  })
})

describe('examples', () => {
  test('five different ones at most, cut at 80 characters', () => {
    const observer = start()
    for (let index = 0; index < 20; index += 1) observer.observe(track({ sku: `S${index % 7}`, text: 'y'.repeat(500) }))
    const delta = observer.takeDelta()
    expect(examplesIn(delta, 'sku')).toEqual(['S0', 'S1', 'S2', 'S3', 'S4'])
    expect(examplesIn(delta, 'text')).toEqual(['y'.repeat(80)])
  })

  test.each([
    ['email', 'anna.meyer@example.com', 'a…@example.com'],
    ['note', 'write to bob@shop.example, please', 'write to b…@shop.example, please'],
    ['contact', '+49 170 1234567', '…67'],
    ['contact', '0170/1234567', '…67'],
    ['phone', '1701234567', '…67'],
    ['phoneNumber', 491701234567, '…67'],
    ['password', 'hunter2', '•••'],
    ['access_token', 'abc', '•••'],
    ['cardNumber', '1', '•••'],
    ['user.pin', 1234, '•••'],
    ['note', '4111 1111 1111 1111', '•••'],
    ['number', 4111111111111111, '•••'],
    ['header', 'Bearer abc.def', '•••'],
    ['blob', 'eyJhbGciOiJIUzI1NiJ9.e30.x', '•••'],
    ['url', 'https://shop.example/a?token=s3cret&mail=a@b.de', 'https://shop.example/a'],
    ['url', 'https://user:pw@shop.example/a', 'https://shop.example/a'],
    ['emails', ['a1@b.de', 'c2@d.de'], 'a…@b.de, c…@d.de'],
    ['secrets', ['a'], '•••'],
  ])('%s: %s is shown as %s', (path, value, shown) => {
    expect(toExample(value, sensitivityOf(path), false)).toBe(shown)
  })

  test.each([
    ['order_id', '100023456'], ['author', 'Jane Doe'], ['price', '1234567.89'], ['version', '10.20.30'], ['zip', '12345'], ['sku', 'AB-1234'], ['title', 'Home'],
    ['at', '2026-03-01T09:30:00Z'],
  ])('%s: %s stays readable', (path, value) => {
    expect(toExample(value, sensitivityOf(path), isDateText(value))).toBe(value)
  })

  test('a list of objects, an object, null and empty text give none', () => {
    expect([[{ password: 'x' }], {}, null, ''].map((value) => toExample(value, 'none', false))).toEqual([undefined, undefined, undefined, undefined])
  })
})

describe('counts', () => {
  test('by event and by day of the workspace, and each delta starts at zero', () => {
    const observer = start()
    const beforeMidnight = Date.UTC(2026, 2, 1, 22, 59, 59, 999)
    observer.observe(track({}, { time: beforeMidnight, receivedAt: beforeMidnight + 5_000 }))
    observer.observe(track({}, { time: beforeMidnight + 1, receivedAt: beforeMidnight + 5_000 }))
    observer.observe(track({}, { time: beforeMidnight - 60 * 86_400_000, receivedAt: beforeMidnight }))
    const { events, days } = observer.takeDelta()
    expect(events).toMatchObject([{ name: 'Product Viewed', count: 3, firstSeenAt: beforeMidnight - 60 * 86_400_000, lastSeenAt: beforeMidnight + 1 }])
    expect(days.map(({ day, count }) => [day, count])).toEqual([['2026-03-01', 1], ['2026-03-02', 1]])
    expect(observer.takeDelta()).toEqual({ events: [], days: [], properties: [] })
    observer.observe(track({}, { time: beforeMidnight, receivedAt: beforeMidnight }))
    expect(observer.takeDelta()).toMatchObject({ events: [{ count: 1 }], days: [{ day: '2026-03-01', count: 1 }] })
  })

  test('zones with half and quarter hours change day at their own midnight', () => {
    const dayOf = createZoneDays('Asia/Kathmandu')
    const midnight = Date.UTC(2026, 2, 1, 18, 15)
    expect([dayOf(midnight - 1), dayOf(midnight), dayOf(midnight - 1)]).toEqual(['2026-03-01', '2026-03-02', '2026-03-01'])
  })

  test('days agree with Intl wherever and whenever', () => {
    const zones = ['Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Chatham', 'UTC']
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.array(fc.integer({ min: 946_684_800_000, max: 4_000_000_000_000 }), { minLength: 1 }), (zone, times) => {
        const dayOf = createZoneDays(zone)
        const format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
        expect(times.map(dayOf)).toEqual(times.map((time) => format.format(time)))
      }),
    )
  })

  test('a property is written again when it was last seen over 10 minutes ago', () => {
    const observer = start({ events: [{}], properties: [{ path: 'sku', types: 1, examples: ['a', 'b', 'c', 'd', 'e'] }] })
    observer.observe(track({ sku: 'x' }, { time: noon + 9 * 60_000 }))
    expect(observer.takeDelta().properties).toEqual([])
    observer.observe(track({ sku: 'x' }, { time: noon + 11 * 60_000 }))
    expect(observer.takeDelta().properties).toMatchObject([{ path: 'sku', lastSeenAt: noon + 11 * 60_000, examples: ['a', 'b', 'c', 'd', 'e'] }])
  })

  test('a frequent event is sampled, a new number of keys is always looked at', () => {
    const observer = start()
    for (let index = 0; index < 2_000; index += 1) observer.observe(track({ a: 1, b: 2 }))
    observer.takeDelta()
    observer.observe(track({ a: 1, b: 2, late: 3 }))
    expect(Object.keys(typesIn(observer.takeDelta()))).toEqual(['late'])
    for (let index = 0; index < 8; index += 1) observer.observe(track({ a: 1, swapped: 2 }))
    expect(Object.keys(typesIn(observer.takeDelta()))).toEqual(['swapped'])
  })

  test('traits of a person are one set, those of a company belong to the group event', () => {
    const observer = start()
    observer.observe(makeEvent({ type: 'identify', name: '', traits: { plan: 'pro' } }))
    observer.observe(makeEvent({ type: 'group', name: '', traits: { employees: 5 } }))
    expect(observer.takeDelta().properties.map(({ type, name, path }) => [type, name, path])).toEqual([['group', '', 'employees'], ['trait', '', 'plan']])
  })

  test('the latest origin says whether a track is Rapport\'s own', () => {
    const observer = start()
    observer.observe(makeEvent({ name: 'Segment Entered', origin: 'system' }))
    observer.observe(makeEvent({ type: 'identify', name: '', origin: 'system' }))
    expect(observer.takeDelta().events.map(({ isReserved }) => isReserved)).toEqual([true, false])
  })
})

describe('definitions', () => {
  test('a blocked event is not taken, unless Rapport itself makes it', () => {
    const observer = start({ events: [{ isBlocked: true }] })
    expect(observer.check(makeEvent())).toEqual({ code: 'blocked_event', reason: '"Product Viewed" is blocked in the catalogue.' })
    expect(observer.check(makeEvent({ origin: 'system' }))).toBeUndefined()
    expect(observer.check(makeEvent({ name: 'Other' }))).toBeUndefined()
    expect(observer.takeDelta().events).toEqual([])
  })

  test('a schema warns or rejects, and both count', () => {
    const checkSchema = createSchemaCompiler()({ type: 'object', required: ['price'], properties: { price: { type: 'number' } } })
    const rejecting = start({ events: [{ schemaMode: 'reject', checkSchema }] })
    expect(rejecting.check(track({ price: 'x' }))).toEqual({ code: 'schema_violation', reason: 'properties.price must be number.' })
    expect(rejecting.check(track({}))).toEqual({ code: 'schema_violation', reason: 'properties.price is missing.' })
    expect(rejecting.check(track({ price: 1 }))).toBeUndefined()
    expect(rejecting.takeDelta().events).toMatchObject([{ count: 0, violations: 2 }])
    const warning = start({ events: [{ schemaMode: 'warn', checkSchema }] })
    expect(warning.check(track({}))).toBeUndefined()
    expect(warning.takeDelta().events).toMatchObject([{ count: 0, violations: 1 }])
  })

  test('an identify is checked by its traits', () => {
    const checkSchema = createSchemaCompiler()({ required: ['plan'] })
    const observer = start({ events: [{ type: 'identify', name: '', schemaMode: 'reject', checkSchema }] })
    expect(observer.check(makeEvent({ type: 'identify', name: '', traits: { plan: 'pro' } }))).toBeUndefined()
    expect(observer.check(makeEvent({ type: 'identify', name: '' }))?.code).toBe('schema_violation')
  })

  test('blocked properties and traits are removed, nested or with dots in the key', () => {
    const properties = [{ path: 'cart.secret', isBlocked: true }, { path: '__proto__', isBlocked: true }, { type: 'trait', name: '', path: 'ssn', isBlocked: true }]
    const observer = start({ events: [{}], properties })
    const event = track(JSON.parse('{"cart":{"secret":1,"total":2},"cart.secret":3,"__proto__":{"x":1},"keep":1}') as Record<string, unknown>, {
      traits: { ssn: '1', plan: 'pro' }, context: { traits: { ssn: '1' } },
    })
    expect(observer.strip(event)).toBe(true)
    expect(JSON.stringify([event.properties, event.traits, event.context])).toBe('[{"cart":{"total":2},"keep":1},{"plan":"pro"},{"traits":{}}]')
    expect(observer.strip(event)).toBe(false)
    expect(observer.strip(track({ cart: { secret: 1 } }, { name: 'Other' }))).toBe(false)
  })
})

describe('schemas', () => {
  test.each([
    [{ $ref: 'https://example.com/x' }, 'schema.$ref', 'not a keyword'],
    [{ properties: { a: { type: 'numbr' } } }, 'schema.properties.a.type', 'allowed values'],
    [{ properties: { a: 5 } }, 'schema.properties.a', 'must be a schema'],
    [{ properties: { a: { pattern: '(' } } }, 'schema', 'missing closing )'],
    [{ properties: { a: { pattern: 'x'.repeat(201) } } }, 'schema.properties.a.pattern', 'longer than 200'],
    [{ properties: { a: { format: 'nope' } } }, 'schema', 'unknown format'],
    [{ uniqueItems: true }, 'schema.uniqueItems', 'not a keyword'],
    [{ anyOf: 5 }, 'schema.anyOf', 'must be array'],
    [{ enum: ['\0'] }, 'schema', 'cannot be stored'],
    [{ description: 'x'.repeat(21_000) }, 'schema', 'larger than 20480 bytes'],
    [Array.from({ length: 30 }).reduce<Record<string, unknown>>((inner) => ({ not: inner }), {}), `schema${'.not'.repeat(13)}`, 'deeper than 12'],
  ])('%j is refused', (schema, path, message) => {
    expect(findSchemaProblems(schema)[0]).toEqual({ path, message: expect.stringContaining(message) as string })
  })

  test('what is allowed is checked, patterns in bounded time', () => {
    const schema = {
      $schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'product', type: 'object', required: ['constructor'],
      properties: { sku: { pattern: '^(x+x+)+y$' }, at: { format: 'date-time' }, list: { items: { enum: [1, 2] } }, 'a/b': { const: 1 } },
      propertyNames: { maxLength: 20 },
    }
    expect(findSchemaProblems(schema)).toEqual([])
    const check = createSchemaCompiler()(schema)
    const started = performance.now()
    expect(check({ constructor: 1, sku: `${'x'.repeat(30_000)}!` })).toContain('properties.sku must match pattern')
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(check({})).toBe('properties.constructor is missing.')
    expect(check({ constructor: 1, at: 'yesterday' })).toBe('properties.at must match format "date-time".')
    expect(check({ constructor: 1, list: [1, 3] })).toBe('properties.list.1 must be one of [1,2].')
    expect(check({ constructor: 1, 'a/b': 2 })).toBe('properties.a/b must be 1.')
    expect(check({ constructor: 1, sku: 'xxxxy', at: '2026-03-01T09:30:00Z', list: [2], 'a/b': 1 })).toBeUndefined()
  })
})
