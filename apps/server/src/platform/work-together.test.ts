import { expect, test } from 'vitest'
import { RapportError } from './errors.ts'
import { workTogether } from './work-together.ts'

function listen(read: (key: string) => string = (key) => key.toUpperCase()) {
  const statements: string[] = []
  const ask = workTogether<string, string>({
    async work(workspaceId, keys) {
      statements.push(`${workspaceId}: ${keys.join(' ')}`)
      return keys.map(read)
    },
    keysOf: (key) => (key.startsWith('same') ? [1n] : []),
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

test('what shares a key is done one after the other, as it came, and the others do not wait for it', async () => {
  const { ask, statements } = listen()
  await Promise.all(['same 1', 'a', 'same 2', 'b', 'same 3'].map((key) => ask(1, key)))
  expect(statements).toEqual(['1: same 1 a b', '1: same 2', '1: same 3'])
})

test('an engine that is away is not asked again for each', async () => {
  const { ask, statements } = listen(() => {
    throw new RapportError('unavailable')
  })
  expect((await Promise.allSettled(['a', 'b', 'c'].map((key) => ask(1, key)))).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(statements).toEqual(['1: a b c'])
})

test('who comes when five thousand wait is told to come back', async () => {
  const { ask } = listen()
  const asked = Promise.all(Array.from({ length: 5_000 }, (_, index) => ask(1, `k${index}`)))
  await expect(ask(1, 'late')).rejects.toMatchObject({ code: 'overloaded' })
  expect(await ask(2, 'elsewhere')).toBe('ELSEWHERE')
  expect(await asked).toHaveLength(5_000)
})
