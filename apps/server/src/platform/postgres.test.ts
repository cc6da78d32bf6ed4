import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestDatabases, type TestDatabases } from '../../test/engines.ts'
import { connectPostgres, withSentTransaction, withTransaction, type PoolClient, type Postgres } from './postgres.ts'

let databases: TestDatabases
let postgres: Postgres
beforeAll(async () => {
  databases = await createTestDatabases()
  postgres = connectPostgres(databases.databaseUrl, { name: 'test', maxConnections: 2, onError: () => {} })
  await postgres.pool.query('create table entries (word text primary key)')
})
beforeEach(() => postgres.pool.query('truncate entries'))
afterAll(async () => {
  await postgres.close()
  await databases.drop()
})

const add = (client: PoolClient, word: string) => client.query('insert into entries values ($1)', [word])
const listWords = async () => (await postgres.pool.query<{ word: string }>('select word from entries order by word')).rows.map(({ word }) => word)

test('writes that are sent with the commit are done when it resolves', async () => {
  const result = await withSentTransaction(postgres.pool, async (client) => {
    await client.query('select 1')
    return () => {
      const first = add(client, 'a')
      return { writes: [first, add(client, 'b')], result: first.then(({ rowCount }) => rowCount) }
    }
  })
  expect([result, await listWords()]).toEqual([1, ['a', 'b']])
})

test('one write that fails undoes them all, and its error is the one that is told', async () => {
  await postgres.pool.query(`insert into entries values ('there')`)
  const writing = withSentTransaction(postgres.pool, async (client) => () => ({ writes: [add(client, 'a'), add(client, 'there'), add(client, 'c')], result: 'done' }))
  await expect(writing).rejects.toThrow('duplicate key')
  expect(await listWords()).toEqual(['there'])
})

test('a write that nobody looks at cannot fail unnoticed', async () => {
  const writing = withTransaction(postgres.pool, async (client) => {
    void client.query('insert into entries values (null)').catch(() => {})
    await client.query('select 1').catch(() => {})
  })
  await expect(writing).rejects.toThrow('ended with ROLLBACK')
  // The connection is as good as before.
  await withTransaction(postgres.pool, (client) => add(client, 'later'))
  expect(await listWords()).toEqual(['later'])
})

test('when the first statement fails, nothing that was sent behind it is done', async () => {
  const working = withSentTransaction(
    postgres.pool,
    async (client) => {
      await client.query('select 1').catch(() => {})
      await add(client, 'a').catch(() => {})
      return () => ({ writes: [add(client, 'b')], result: 'done' })
    },
    { first: 'select 1 / 0' },
  )
  await expect(working).rejects.toThrow('division by zero')
  expect(await listWords()).toEqual([])
})
