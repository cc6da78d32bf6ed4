// What is said of a request that its schema refuses.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { explainIssue } from './validation-issues.ts'

const leaf = z.union([z.object({ type: z.literal('number'), value: z.number() }), z.object({ type: z.enum(['text', 'word']), value: z.string() })])
const tree: z.ZodType = z.lazy(() => z.union([z.object({ type: z.literal('all'), parts: z.array(tree) }), ...leaf.options]))

const explain = (value: unknown) => tree.safeParse(value).error!.issues.flatMap((issue) => explainIssue(issue))

test('of a union, the option that was meant says what is wrong, at any depth', () => {
  expect(explain({ type: 'number', value: 'three' })).toEqual([{ path: 'value', message: expect.stringContaining('expected number') }])
  expect(explain({ type: 'all', parts: [{ type: 'word', value: 'a' }, { type: 'text', value: 1 }] })).toEqual([{ path: 'parts.1.value', message: expect.stringContaining('expected string') }])
})

test('where none was meant, the names of all are given', () => {
  expect(explain({ type: 'all', parts: [{ type: 'colour' }] })).toEqual([{ path: 'parts.0.type', message: 'must be one of all, number, text, word' }])
})
