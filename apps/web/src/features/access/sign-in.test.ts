import { describe, expect, it } from 'vitest'
import { chooseNextPath } from './next-path.ts'
import { readLinkToken } from './read-link-token.ts'

describe('where a sign-in leads', () => {
  it.each([
    ['/w/shop/people?search=anna', '/w/shop/people?search=anna'],
    [undefined, '/'],
    ['', '/'],
    ['https://evil.example', '/'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['javascript:alert(1)', '/'],
  ])('%s → %s', (next, path) => {
    expect(chooseNextPath(next)).toBe(path)
  })

  it('reads a token behind the hash', () => {
    expect(readLinkToken('#token=a-b_c')).toBe('a-b_c')
    expect(readLinkToken('')).toBe('')
  })
})
