import { describe, expect, it } from 'vitest'
import { buildUrl, readWorkspaceSlug } from './api.ts'

describe('addresses', () => {
  it('leaves out what is empty', () => {
    expect(buildUrl('/v1/people', { search: '', limit: 50, cursor: undefined, identified: null, isNew: false })).toBe('/v1/people?limit=50&isNew=false')
    expect(buildUrl('/v1/people', { trait: 'plan=a&b' })).toBe('/v1/people?trait=plan%3Da%26b')
    expect(buildUrl('/v1/me')).toBe('/v1/me')
  })

  it('reads the workspace from the page', () => {
    expect(readWorkspaceSlug('/w/north-and-pine/people')).toBe('north-and-pine')
    expect(readWorkspaceSlug('/sign-in')).toBeNull()
  })
})
