import { describe, expect, it } from 'vitest'
import { mergeNewest } from './merge-newest.ts'

const page = (keys: string[], nextCursor: string | null = null) => ({ items: keys.map((key) => ({ key })), nextCursor })
const keysOf = (data: { pages: Array<{ items: Array<{ key: string }> }> }) => data.pages.map((each) => each.items.map((item) => item.key))

describe('mergeNewest', () => {
  it('puts new lines first and keeps the older pages and their cursor', () => {
    const loaded = { pages: [page(['c', 'b'], '2'), page(['a'])], pageParams: [null, '2'] }
    const { data, addedKeys } = mergeNewest(loaded, page(['d', 'c'], '9'))
    expect(keysOf(data)).toEqual([['d', 'c', 'b'], ['a']])
    expect(data.pages[0]?.nextCursor).toBe('2')
    expect(addedKeys).toEqual(['d'])
  })

  it('moves a visit that grew to the top without doubling it', () => {
    const loaded = { pages: [page(['c', 'b'], '2'), page(['a'])], pageParams: [null, '2'] }
    const { data, addedKeys } = mergeNewest(loaded, page(['a', 'c'], '9'))
    expect(keysOf(data)).toEqual([['a', 'c', 'b'], []])
    expect(addedKeys).toEqual([])
  })

  it('starts again where lines between may be missing', () => {
    const loaded = { pages: [page(['b', 'a'])], pageParams: [null] }
    const { data } = mergeNewest(loaded, page(['z', 'y'], '5'))
    expect(keysOf(data)).toEqual([['z', 'y']])
    expect(data.pageParams).toEqual([null])
  })

  it('fills an empty timeline', () => {
    const { data } = mergeNewest({ pages: [page([])], pageParams: [null] }, page(['a']))
    expect(keysOf(data)).toEqual([['a']])
  })
})
