// Which failures mean that an engine is away: then work waits, and nothing is to blame.
import { expect, test } from 'vitest'
import { RapportError, isEngineUnavailable } from './errors.ts'

test.each([
  ['what the ClickHouse client has made of it', new RapportError('unavailable')],
  ['a connection that is refused', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })],
  ['an answer that breaks off', Object.assign(new Error('aborted'), { code: 'ECONNRESET' })],
  ['PostgreSQL shutting down', Object.assign(new Error('terminating connection'), { code: '57P01' })],
])('%s', (_title, error) => {
  expect(isEngineUnavailable(error)).toBe(true)
})

test('a mistake of our own is none', () => {
  expect(isEngineUnavailable(new TypeError('x is not a function'))).toBe(false)
  expect(isEngineUnavailable(new RapportError('not_found'))).toBe(false)
})
