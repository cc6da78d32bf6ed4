import { expect, test } from 'vitest'
import { readTogether } from './read-together.ts'

function listen(read: (key: string) => string = (key) => key.toUpperCase()) {
  const statements: string[] = []
  const ask = readTogether<string, string>(async (workspaceId, keys) => {
    statements.push(`${workspaceId}: ${keys.join(' ')}`)
    return keys.map(read)
  })
  return { ask, statements }
}

test('questions that wait together share one statement, and each gets its own answer', async () => {
  const { ask, statements } = listen()
  expect(await Promise.all(['a', 'b', 'c'].map((key) => ask(1, key)))).toEqual(['A', 'B', 'C'])
  expect(await ask(1, 'd')).toBe('D')
  expect(statements).toEqual(['1: a b c', '1: d'])
})

test('what is asked while a statement runs is asked in the next one', async () => {
  const { ask, statements } = listen()
  const first = ask(1, 'a').then(() => ask(1, 'c'))
  await new Promise((resolve) => setImmediate(resolve))
  expect(await Promise.all([first, ask(1, 'b')])).toEqual(['C', 'B'])
  expect(statements.toSorted()).toEqual(['1: a', '1: b', '1: c'])
})

test('workspaces are never mixed', async () => {
  const { ask, statements } = listen()
  await Promise.all([ask(1, 'a'), ask(2, 'b'), ask(1, 'c')])
  expect(statements.toSorted()).toEqual(['1: a c', '2: b'])
})

test('more than a hundred are asked in several statements', async () => {
  const { ask, statements } = listen()
  await Promise.all(Array.from({ length: 250 }, (_, index) => ask(1, `k${index}`)))
  expect(statements.map((statement) => statement.split(' ').length - 1)).toEqual([100, 100, 50])
})

test('a key that cannot be asked for takes no other with it', async () => {
  const { ask } = listen((key) => {
    if (key === 'bad') throw new Error('no such text')
    return key.toUpperCase()
  })
  const outcomes = await Promise.allSettled(['a', 'bad', 'c'].map((key) => ask(1, key)))
  expect(outcomes).toMatchObject([{ value: 'A' }, { reason: { message: 'no such text' } }, { value: 'C' }])
})
