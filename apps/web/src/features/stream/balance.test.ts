import { describe, expect, it } from 'vitest'
import { findImbalance } from './balance.ts'

describe('findImbalance', () => {
  const even = { accepted: 100, stored: 100, processed: 90, duplicate: 4, rejected: 1, waiting: 5 }
  it.each([
    ['all agree', even, 0],
    ['one was stored less than accepted', { ...even, stored: 99, waiting: 4 }, 1],
    ['two are in no state', { ...even, waiting: 3 }, 2],
    ['one is counted twice', { ...even, processed: 91 }, 1],
    ['nothing has arrived', { accepted: 0, stored: 0, processed: 0, duplicate: 0, rejected: 0, waiting: 0 }, 0],
  ])('%s', (_case, counters, expected) => {
    expect(findImbalance(counters)).toBe(expected)
  })
})
