import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client'
import { Readable } from 'node:stream'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest'

const database = 'http_front'
let client: ClickHouseClient

const silent = { log: { level: ClickHouseLogLevel.OFF } }

beforeAll(async () => {
  client = createClient({ url: inject('clickhouseUrl'), ...silent })
  await client.command({ query: `CREATE DATABASE ${database}` })
  await client.close()
  client = createClient({ url: urlOfDatabase(), ...silent })
})

afterAll(async () => {
  await client.command({ query: `DROP DATABASE ${database} SYNC` })
  await client.close()
})

beforeEach(async () => {
  await client.command({
    query: `CREATE OR REPLACE TABLE t (id UInt64, text String) ENGINE = MergeTree ORDER BY id
      SETTINGS non_replicated_deduplication_window = 100, fsync_after_insert = 1, fsync_part_directory = 1`,
  })
})

// A database in the URL's path wins over the client's `database` option.
function urlOfDatabase(): string {
  const url = new URL(inject('clickhouseUrl'))
  url.pathname = database
  return url.href
}

async function select<T>(query: string, options: Partial<Parameters<ClickHouseClient['query']>[0]> = {}): Promise<T[]> {
  const result = await client.query({ query, ...options, format: 'JSONEachRow' })
  return await result.json<T>()
}

const countRows = async () => (await select<{ count: number }>('SELECT toUInt32(count()) AS count FROM t'))[0]?.count

/** A request as other programs send it, beside what the client can do. */
async function post(parameters: Record<string, string>, body: string | Buffer, headers: Record<string, string> = {}) {
  const url = new URL(inject('clickhouseUrl'))
  const authorization = `Basic ${Buffer.from(`${url.username}:${url.password}`).toString('base64')}`
  const query = new URLSearchParams({ database, ...parameters })
  return await fetch(`http://${url.host}/?${query}`, { method: 'POST', body: new Uint8Array(Buffer.from(body)), headers: { authorization, ...headers } })
}

test('ping', async () => {
  expect(await client.ping()).toEqual({ success: true })
  expect(await client.ping({ select: true })).toEqual({ success: true })
})

test('parameters of every kind arrive as values, never as SQL', async () => {
  const text = `a'b\\c\n\t"; DROP TABLE t; --`
  const rows = await select<Record<string, unknown>>(
    `SELECT {text:String} AS text, {list:Array(String)} AS list, {none:Nullable(String)} AS none, {flag:Bool} AS flag, count() AS count FROM {table:Identifier}`,
    { query_params: { text, list: [text, ''], none: null, flag: true, table: 't' } },
  )
  expect(rows).toEqual([{ text, list: [text, ''], none: null, flag: true, count: 0 }])
})

test('a parameter of one request is unknown to the next', async () => {
  await select('SELECT {secret:String}', { query_params: { secret: 'mine' } })
  await expect(select('SELECT {secret:String}')).rejects.toMatchObject({ code: '456' })
})

test('settings of one request are the defaults again for the next, also after an error', async () => {
  const read = async (settings?: Record<string, string>) =>
    (await select<{ value: string }>(`SELECT toString(getSetting('max_block_size')) AS value`, { clickhouse_settings: settings }))[0]?.value
  const byDefault = await read()
  expect(await read({ max_block_size: '77' })).toBe('77')
  expect(await read()).toBe(byDefault)
  await expect(select('SELECT nonsense', { clickhouse_settings: { max_block_size: '78' } })).rejects.toMatchObject({ code: '47' })
  expect(await read()).toBe(byDefault)
  await expect(read({ no_such_setting: '1' })).rejects.toMatchObject({ code: '115' })
  expect(await read()).toBe(byDefault)
  await client.command({ query: 'SET max_block_size = 79' })
  await client.command({ query: 'SELECT 1 SETTINGS max_block_size = 80' })
  expect(await read()).toBe(byDefault)
})

test('every query ends: after 60 s by default, sooner where asked', async () => {
  expect(await select(`SELECT toUInt32(getSetting('max_execution_time')) AS seconds`)).toEqual([{ seconds: 60 }])
  await expect(
    select('SELECT sleepEachRow(0.05) FROM numbers(100) SETTINGS max_block_size = 1', { clickhouse_settings: { max_execution_time: 1 } }),
  ).rejects.toMatchObject({ code: '159' })
})

test('the same deduplication token inserts once', async () => {
  const insert = async (token: string) => {
    await client.insert({
      table: 't',
      values: [{ id: 1, text: 'a' }, { id: 2, text: 'b' }],
      format: 'JSONEachRow',
      clickhouse_settings: { async_insert: 0, insert_deduplicate: 1, insert_deduplication_token: token },
    })
  }
  await insert('first')
  await insert('first')
  expect(await countRows()).toBe(2)
  await insert('second')
  expect(await countRows()).toBe(4)
})

test('streamed inserts, and results of every shape', async () => {
  await client.insert({ table: 't', values: Readable.from([{ id: 1, text: 'x' }, { id: 2, text: 'ü€😀\n' }]), format: 'JSONEachRow' })
  const json = await client.query({ query: 'SELECT text FROM t ORDER BY id', format: 'JSON' })
  expect((await json.json<{ text: string }>()).data).toEqual([{ text: 'x' }, { text: 'ü€😀\n' }])
  const csv = await client.query({ query: 'SELECT id, text FROM t WHERE id = 1', format: 'CSVWithNames' })
  expect(await csv.text()).toBe('"id","text"\n1,"x"\n')
  const streamed: unknown[] = []
  const rows = await client.query({ query: 'SELECT number FROM numbers(3)', format: 'JSONEachRow' })
  for await (const batch of rows.stream<{ number: string }>()) streamed.push(...batch.map((row) => row.json()))
  expect(streamed).toHaveLength(3)
})

test.each([
  ['gzip', gzipSync],
  ['zstd', zstdCompressSync],
] as const)('a %s body', async (encoding, compress) => {
  const response = await post({ query: 'INSERT INTO t FORMAT JSONEachRow' }, compress(Buffer.from('{"id":1,"text":"z"}\n')), { 'content-encoding': encoding })
  expect([response.status, await response.text()]).toEqual([200, ''])
  expect(await select('SELECT text FROM t')).toEqual([{ text: 'z' }])
  const broken = await post({ query: 'INSERT INTO t FORMAT JSONEachRow' }, 'not compressed', { 'content-encoding': encoding })
  expect(broken.status).toBe(400)
})

test('a compressed answer where the client asks for one', async () => {
  const compressing = createClient({ url: urlOfDatabase(), compression: { request: true, response: true } })
  await compressing.insert({ table: 't', values: [{ id: 7, text: 'y'.repeat(5000) }], format: 'JSONEachRow' })
  const result = await compressing.query({ query: 'SELECT text FROM t', format: 'JSONEachRow' })
  expect(result.response_headers['content-encoding']).toBe('gzip')
  expect(await result.json()).toEqual([{ text: 'y'.repeat(5000) }])
  await compressing.close()
})

test('an empty line in the data neither cuts it off nor runs what follows', async () => {
  const body = '{"id":1,"text":"a"}\n\n; DROP TABLE t\n'
  expect((await post({ query: 'INSERT INTO t FORMAT JSONEachRow' }, body)).status).toBe(400)
  const csv = '1,"a\n\n; DROP TABLE t;\n\n"\n2,"b"\n'
  const response = await post({ query: 'INSERT INTO t FORMAT CSV', insert_deduplication_token: 'csv' }, csv)
  expect([response.status, await response.text()]).toEqual([200, ''])
  expect(await select('SELECT text FROM t ORDER BY id')).toEqual([{ text: 'a\n\n; DROP TABLE t;\n\n' }, { text: 'b' }])
})

test('a query that continues in the body, as other programs send it', async () => {
  expect((await post({ query: 'INSERT INTO t VALUES' }, "(1, 'a;b'), (2, 'c')")).status).toBe(200)
  expect((await post({}, "INSERT INTO t FORMAT JSONEachRow\n{\"id\":3,\"text\":\"d\"}")).status).toBe(200)
  expect(await countRows()).toBe(3)
  const echoed = await post({ query_id: 'mine' }, 'SELECT 1')
  expect([echoed.headers.get('x-clickhouse-query-id'), echoed.headers.get('x-clickhouse-format'), await echoed.text()]).toEqual(['mine', 'TabSeparated', '1\n'])
})

test('errors carry the code, the status and the text of ClickHouse', async () => {
  const missing = await post({}, 'SELECT 1 FROM missing')
  expect([missing.status, missing.headers.get('x-clickhouse-exception-code')]).toEqual([404, '60'])
  expect(await missing.text()).toMatch(/^Code: 60\. DB::Exception: /)
  expect((await post({}, 'SELEC 1')).status).toBe(400)
  expect((await post({}, 'SELECT 1; DROP TABLE t')).status).toBe(400)
  expect((await post({ database: 'nowhere' }, 'SELECT 1')).status).toBe(404)
  expect((await post({ query: 'INSERT INTO t FORMAT JSONEachRow' }, '{"id":"x"}')).status).toBe(400)
  expect((await post({}, 'SELECT 1', { authorization: 'Basic eDp5' })).status).toBe(401)
  expect(await select('SELECT currentDatabase() AS name')).toEqual([{ name: database }])
})

test('a body beyond the limit is refused, also one that only grows when unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(140 * 1024 * 1024, ' '))
  const response = await post({ query: 'INSERT INTO t FORMAT JSONEachRow' }, bomb, { 'content-encoding': 'gzip' })
  expect(response.status).toBe(413)
})

test('slow queries run side by side with each other and with inserts, each seeing its own settings', async () => {
  const startedAt = performance.now()
  const answers = await Promise.all(
    Array.from({ length: 24 }, async (_, index) => {
      const [row] = await select<{ n: number; threads: string }>(`SELECT {n:UInt32} AS n, toString(getSetting('max_threads')) AS threads, sleep(0.2)`, {
        query_params: { n: index },
        clickhouse_settings: { max_threads: index + 1 },
      })
      return [row?.n, row?.threads]
    }),
  )
  expect(answers).toEqual(Array.from({ length: 24 }, (_, index) => [index, String(index + 1)]))
  // 24 × 0.2 s one after the other would take 4.8 s.
  expect(performance.now() - startedAt).toBeLessThan(3000)
})

test('inserts of 5,000 rows are fast enough to keep up with the stream', async () => {
  const body = zstdCompressSync(Buffer.from(Array.from({ length: 5000 }, (_, id) => JSON.stringify({ id, text: 'x'.repeat(200) })).join('\n')))
  const insert = async (token: number) => {
    const response = await post(
      { query: 'INSERT INTO t FORMAT JSONEachRow', insert_deduplication_token: String(token) },
      body,
      { 'content-encoding': 'zstd' },
    )
    expect(response.status).toBe(200)
  }
  await insert(0)
  const startedAt = performance.now()
  for (let token = 1; token <= 20; token++) await insert(token)
  const rowsPerSecond = 100_000 / ((performance.now() - startedAt) / 1000)
  expect(await countRows()).toBe(105_000)
  // Measured alone: 300,000 rows/s. The bound leaves room for a busy machine.
  expect(rowsPerSecond).toBeGreaterThan(20_000)
  console.info(`${Math.round(rowsPerSecond)} rows/s`)
})
