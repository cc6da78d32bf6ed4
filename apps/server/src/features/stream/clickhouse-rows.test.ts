import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabases, type TestDatabases } from '../../../test/engines.ts'
import { connectClickHouse, type ClickHouse } from '../../platform/clickhouse.ts'
import type { ProcessedEvent } from '../../platform/stream-event.ts'
import { encodeRows, exportTarget } from './clickhouse-rows.ts'

let databases: TestDatabases
let clickhouse: ClickHouse
let workspaceId = 0

beforeAll(async () => {
  databases = await createTestDatabases()
  clickhouse = connectClickHouse(databases.clickhouseUrl)
})
afterAll(async () => {
  await clickhouse.close()
  await databases.drop()
})

function makeEvent(fields: Partial<ProcessedEvent>): ProcessedEvent {
  return {
    workspaceId, seq: 1, messageId: 'm', type: 'track', name: 'Thing Done', time: 1_700_000_000_123, receivedAt: 1_700_000_000_456, origin: 'server', isVerified: true,
    sourceId: '00000000-0000-7000-8000-0000000000aa', userId: 'u', anonymousId: '', groupId: '', previousId: '', sessionId: 's', givenProfileId: '',
    profileId: '01a1fff4-d09d-7762-b4d1-f14423b65fe5', facts: { country: 'AT', city: '', device: '', os: '', browser: '', isBot: false },
    properties: {}, traits: {}, context: {}, payload: '{"a":1}', ...fields,
  }
}

interface Stored {
  seq: number
  at: number
  profile_id: string
  name: string
  text_properties: Record<string, string>
  numbers: Record<string, string>
  payload: string
}

async function store(events: ProcessedEvent[]): Promise<Stored[]> {
  await clickhouse.insertCompressed(exportTarget, `test-${workspaceId}`, await encodeRows(events))
  return clickhouse.query<Stored>(
    `SELECT seq, toUnixTimestamp64Milli(time) AS at, profile_id, name, text_properties, mapApply((k, v) -> (k, toString(v)), number_properties) AS numbers, payload
     FROM events WHERE workspace_id = {workspace:UInt32} ORDER BY seq`,
    { workspace: workspaceId },
  )
}

test('one row comes back as it was written', async () => {
  workspaceId = 101
  const properties = { color: 'blue', price: 19.99, nested: { deep: 'yes' }, count: -3, tiny: 0.000001, huge: 9e30, large: 123_456_789_012_345 }
  const [row] = await store([makeEvent({ seq: 2 ** 40 + 7, properties })])
  expect(row).toMatchObject({
    seq: 2 ** 40 + 7, at: 1_700_000_000_123, profile_id: '01a1fff4-d09d-7762-b4d1-f14423b65fe5', name: 'Thing Done', payload: '{"a":1}',
    text_properties: { color: 'blue', 'nested.deep': 'yes', 'context.country': 'AT' },
    numbers: { price: '19.99', count: '-3', tiny: '0.000001', large: '123456789012345' },
  })
  expect(Number(row!.numbers['huge'])).toBeCloseTo(9e30, -20)
})

test('any text and number comes back, whatever bytes it is made of', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 80 }).map((value) => value.toWellFormed())
  const number = fc.oneof(fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 1000), fc.maxSafeInteger())
  const event = fc.record({ name: text, payload: text, text, number })
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 20 }), async (list) => {
      workspaceId += 1
      const rows = await store(list.map((item, index) => makeEvent({ seq: index + 1, name: item.name, payload: item.payload, properties: { text: item.text, number: item.number } })))
      expect(rows.map((row) => [row.name, row.payload, row.text_properties['text'], Number(row.numbers['number'])])).toEqual(
        list.map((item) => [item.name, item.payload, item.text, item.number]),
      )
    }),
    { numRuns: 40 },
  )
})

test('the same token twice stores once', async () => {
  workspaceId = 100_000
  await store([makeEvent({})])
  expect(await store([makeEvent({})])).toHaveLength(1)
})
