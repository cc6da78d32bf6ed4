// Events that make processing itself fail: each is rejected alone, all others go on, and batches grow again.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeWriteKey } from '../../../test/makers.ts'
import { createStreamProbe, type StreamProbe } from '../../../test/stream-probe.ts'
import { expectStatus, startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import { waitFor } from '../../../test/wait.ts'
import { features } from '../../features.ts'
import { appendEvents } from '../../platform/event-log.ts'
import type { Feature } from '../../platform/feature.ts'
import { createPlatform, type Platform } from '../../platform/platform.ts'
import { startProcessing, type Processing } from './processing.ts'

let server: TestServer
let owner: Person
let probe: StreamProbe
let platform: Platform
let processing: Processing | undefined
let writeKey: string

/** A feature of the kind that will be written some day: it trips over one event. */
const brittle: Feature = {
  name: 'brittle',
  handlers: [
    {
      name: 'brittle-handler',
      events: ['*'],
      job: 'none',
      matches(event) {
        if (event.properties['trap'] === true) throw new TypeError('Cannot read properties of undefined')
        return undefined
      },
    },
  ],
}

beforeAll(async () => {
  server = await startTestServer({ config: { logLevel: 'silent' } })
  owner = await server.signUp()
  probe = createStreamProbe(server, owner)
  writeKey = (await makeWriteKey(server, owner)).writeKey
  platform = createPlatform(server.config, 'worker', { clock: server.clock })
})

afterAll(async () => {
  await processing?.stop()
  await platform.close()
  await server.close()
})

async function send(events: object[]): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`
  for (let start = 0; start < events.length; start += 1_000) {
    expectStatus(await server.request('POST', '/v1/batch', { body: { batch: events.slice(start, start + 1_000) }, headers: { authorization } }), 200)
  }
}

function makeTracks(count: number, prefix: string, properties: object = {}): object[] {
  return Array.from({ length: count }, (_, index) => ({ type: 'track', event: 'Visited', userId: `u-${index % 50}`, messageId: `${prefix}-${index}`, properties }))
}

async function countBatches(): Promise<number> {
  const metric = await platform.metrics.batchSeconds.get()
  return metric.values.find(({ metricName }) => metricName?.endsWith('_count'))!.value
}

test('a handler that throws for some events costs those events alone, and full batches return', async () => {
  const events = makeTracks(300, 'good')
  events.splice(40, 0, ...makeTracks(1, 'trap-a', { trap: true }))
  events.splice(200, 0, ...makeTracks(1, 'trap-b', { trap: true }))
  await send(events)
  processing = startProcessing(platform, [...features, brittle])
  expect(await probe.settle(60)).toMatchObject({ accepted: 302, processed: 300, rejected: 2, duplicate: 0 })
  const rejected = await probe.rejected()
  expect(rejected.map(({ code, payload }) => [code, (payload as { messageId: string }).messageId])).toEqual([
    ['processing_failed', 'trap-b-0'],
    ['processing_failed', 'trap-a-0'],
  ])
  expect(rejected[0]!.reason).toContain('Cannot read properties of undefined')

  const before = await countBatches()
  await send(makeTracks(6_000, 'more'))
  expect(await probe.settle(60)).toMatchObject({ processed: 6_300 })
  // Doubling from one row, a dozen batches reach the full 5,000; 300 batches of 20 would never.
  expect((await countBatches()) - before).toBeLessThan(40)
})

test('an event that cannot even be read for processing is rejected, too', async () => {
  const { rejected, processed } = await probe.settle()
  // Rapport's own events may name a profile; one that is no id fails in the database, before anything is folded.
  await server.platform.db.transaction().execute((tx) =>
    appendEvents(tx, owner.workspaceId, [{ messageId: 'unreadable', event: 'Note Added', profileId: 'not an id' }], server.clock.now()),
  )
  await send(makeTracks(20, 'after'))
  expect(await probe.settle(60)).toMatchObject({ processed: processed + 20, rejected: rejected + 1 })
  expect((await probe.rejected())[0]).toMatchObject({ code: 'processing_failed', payload: { messageId: 'unreadable' } })
  expect((await probe.recent()).find(({ messageId }) => messageId === 'unreadable')).toMatchObject({ status: 'rejected' })
})

test('a definition that cannot be loaded rejects nothing: its events wait until it can', async () => {
  await processing!.stop()
  let isBroken = false
  let loads = 0
  const unloadable: Feature = {
    name: 'unloadable',
    handlers: [
      {
        name: 'unloadable-handler',
        events: ['*'],
        job: 'none',
        async load() {
          loads += 1
          if (isBroken) throw new Error('relation "journeys" does not exist')
          return undefined
        },
        matches: () => undefined,
      },
    ],
  }
  processing = startProcessing(platform, [...features, unloadable])
  await send(makeTracks(20, 'working'))
  const { accepted, rejected } = await probe.settle()
  isBroken = true
  const isTold = new Promise<void>((resolve) => platform.signals.on('definitions', () => resolve()))
  await server.platform.signals.send({ kind: 'definitions', workspaceId: owner.workspaceId })
  await isTold
  await send(makeTracks(20, 'waiting'))
  // More often than it takes to cut a full batch down to one row.
  await waitFor('the definition being asked for again and again', () => loads > 10)
  expect(await probe.counters()).toMatchObject({ accepted: accepted + 20, waiting: 20, rejected })
  isBroken = false
  expect(await probe.settle(30)).toMatchObject({ accepted: accepted + 20, rejected })
})
