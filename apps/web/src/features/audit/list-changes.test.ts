import { describe, expect, it } from 'vitest'
import { listChanges } from './list-changes.ts'

describe('changes between two versions', () => {
  it('lists fields that differ, nested ones as paths', () => {
    expect(listChanges({ name: 'Shop', limits: { perDay: 1, perWeek: 5 } }, { name: 'Store', limits: { perDay: 2, perWeek: 5 } })).toEqual([
      { field: 'name', before: 'Shop', after: 'Store' },
      { field: 'limits.perDay', before: 1, after: 2 },
    ])
  })

  it('takes a list as one value', () => {
    expect(listChanges({ origins: ['a'] }, { origins: ['a', 'b'] })).toEqual([{ field: 'origins', before: ['a'], after: ['a', 'b'] }])
  })

  it('shows creation and deletion', () => {
    expect(listChanges(null, { name: 'Shop' })).toEqual([{ field: 'name', before: undefined, after: 'Shop' }])
    expect(listChanges({ name: 'Shop' }, null)).toEqual([{ field: 'name', before: 'Shop', after: undefined }])
    expect(listChanges(null, null)).toEqual([])
  })
})
