import { expect, test } from 'vitest'
import { suggestKey } from './suggest-key.ts'

test.each([
  ['Orders, last 90 days', 'orders_last_90_days'],
  ['  Café visits! ', 'cafe_visits'],
  ['90 days of orders', 'days_of_orders'],
  ['***', ''],
  [`${'a'.repeat(59)} b`, 'a'.repeat(59)],
])('%j becomes %j, which the server takes as a key', (name, key) => {
  expect(suggestKey(name)).toBe(key)
  expect(key).toMatch(/^([a-z][a-z0-9_]{0,59})?$/)
})
