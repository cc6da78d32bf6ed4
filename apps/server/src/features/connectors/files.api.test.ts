import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMovableClock, expectStatus, startTestServer, type Person, type TestServer } from '../../../test/test-server.ts'
import type { Connector, ConnectorFile, Delivery } from './connectors.contract.ts'
import { connectorsFeature } from './connectors.feature.ts'
import { acceptDeliveries, deliverDue } from './deliver-due.ts'

const clock = createMovableClock()
let dataDirectory: string
let server: TestServer
let owner: Person

beforeAll(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'rapport-drops-'))
  server = await startTestServer({ clock, config: { dataDirectory } })
  owner = await server.signUp()
})
afterAll(async () => {
  await server.close()
  await rm(dataDirectory, { recursive: true })
})

async function connect(config: Record<string, unknown> = {}): Promise<Connector> {
  const body = { type: 'csv-file-drop', name: 'Warehouse', config }
  return expectStatus(await server.request<Connector>('POST', '/v1/connectors', { body, as: owner }), 201).body
}
async function accept({ id }: Connector, messageId: string, properties: Record<string, unknown> = {}): Promise<void> {
  const payload = JSON.stringify({ type: 'track', event: 'Order Completed', messageId, userId: 'u-1', properties })
  const { workspaceId } = owner
  await acceptDeliveries(server.platform, [{ workspaceId, connectorId: id, messageId, eventName: 'Order Completed', profileId: '', payload }])
}
async function run({ id }: Connector): Promise<void> {
  await deliverDue(server.platform, { workspaceId: owner.workspaceId, connectorId: id })
}
async function list({ id }: Connector): Promise<ConnectorFile[]> {
  return expectStatus(await server.request<{ items: ConnectorFile[] }>('GET', `/v1/connectors/${id}/files`, { as: owner }), 200).body.items
}
async function download({ id }: Connector, name: string): Promise<string[][]> {
  const reply = expectStatus(await server.request<string>('GET', `/v1/connectors/${id}/files/${name}`, { as: owner }), 200)
  expect(reply.headers).toMatchObject({ 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"` })
  return parse(reply.body)
}
const today = () => new Date(clock.now()).toISOString().slice(0, 10)

test('events are written to a file of the day that can be downloaded', async () => {
  const connector = await connect({ columns: ['messageId', 'userId', 'properties.note', 'properties.amount', 'properties', '__proto__.x'] })
  expect(await list(connector)).toEqual([])
  await accept(connector, 'm-1', { note: '=HYPERLINK("http://evil.example")', amount: -5 })
  await accept(connector, 'm-2', { note: 'two\nlines' })
  await run(connector)
  await accept(connector, 'm-3')
  await run(connector)
  const [file, ...others] = await list(connector)
  expect(others).toEqual([])
  expect(file).toEqual({ name: `${today()}.csv`, sizeBytes: expect.any(Number), modifiedAt: expect.any(String) })
  expect(await download(connector, file!.name)).toEqual([
    ['delivery_id', 'messageId', 'userId', 'properties.note', 'properties.amount', 'properties', '__proto__.x'],
    [expect.stringMatching(/^\d+$/), 'm-1', 'u-1', `'=HYPERLINK("http://evil.example")`, '-5', '{"note":"=HYPERLINK(\\"http://evil.example\\")","amount":-5}', ''],
    [expect.any(String), 'm-2', 'u-1', 'two\nlines', '', '{"note":"two\\nlines"}', ''],
    [expect.any(String), 'm-3', 'u-1', '', '', '{}', ''],
  ])
})

test('an attempt whose end was lost writes nothing twice', async () => {
  const connector = await connect({ columns: ['messageId'] })
  await accept(connector, 'once-1')
  await run(connector)
  // The worker died after it wrote the file and before it said so.
  const { rowCount } = await server.platform.pool.query(`update connector_deliveries set status = 'waiting' where connector_id = $1`, [connector.id])
  expect(rowCount).toBe(1)
  clock.advance(181_000)
  await accept(connector, 'once-2')
  await run(connector)
  const files = await list(connector)
  const rows = (await Promise.all(files.map((file) => download(connector, file.name)))).flat()
  expect(rows.map((row) => row[1]).filter((messageId) => messageId !== 'messageId').toSorted()).toEqual(['once-1', 'once-2'])
})

test('several workers and the test button write whole records to one file', async () => {
  const connector = await connect({ columns: ['messageId'] })
  for (let index = 0; index < 30; index++) await accept(connector, `many-${index}`)
  const tests = Array.from({ length: 5 }, () => server.request<Delivery>('POST', `/v1/connectors/${connector.id}/test`, { as: owner }))
  await Promise.all([run(connector), run(connector), run(connector), ...tests])
  for (const reply of await Promise.all(tests)) expect(reply.body).toMatchObject({ status: 'delivered', responseText: expect.stringContaining('.csv') })
  const rows = await download(connector, (await list(connector))[0]!.name)
  expect(rows[0]).toEqual(['delivery_id', 'messageId'])
  expect(new Set(rows.map((row) => row[0])).size).toBe(36)
})

test.each(['..%2F..%2Fsecret', '%2Fetc%2Fpasswd', '2026-11-21.csv%00', 'notes.txt', '1999-01-01.csv'])('no name leads to another file: %s', async (name) => {
  const connector = await connect()
  await accept(connector, `name-${name}`)
  await run(connector)
  expect((await server.request('GET', `/v1/connectors/${connector.id}/files/${name}`, { as: owner })).status).toBe(404)
})

test('files are removed when they are too old, and with their connector', async () => {
  const connector = await connect({ keepDays: 1 })
  await accept(connector, 'keep-1')
  await run(connector)
  const directory = join(dataDirectory, 'drops', String(owner.workspaceId), connector.id)
  const prune = connectorsFeature.jobs!.find((job) => job.name === 'prune-deliveries')!
  await prune.handle({}, server.platform)
  expect(await list(connector)).toHaveLength(1)
  clock.advance(3 * 86_400_000)
  await prune.handle({}, server.platform)
  expect(await list(connector)).toEqual([])
  await accept(connector, 'keep-2')
  await run(connector)
  expect(existsSync(directory)).toBe(true)
  expectStatus(await server.request('DELETE', `/v1/connectors/${connector.id}`, { as: owner }), 204)
  expect(existsSync(directory)).toBe(false)
})
