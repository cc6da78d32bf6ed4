import { describe, expect, it } from 'vitest'
import { filterOptions, groupOptions } from './picker-options.ts'

const options = [
  { value: 'golden', label: 'golden', group: 'Seen' },
  { value: 'gold', label: 'gold', group: 'Seen' },
  { value: 'DE', label: 'Germany', group: 'Countries' },
]

describe('choices', () => {
  it('are found by name or value, what is it exactly first', () => {
    expect(filterOptions(options, ' GOLD ').map((option) => option.value)).toEqual(['gold', 'golden'])
    expect(filterOptions(options, 'germ').map((option) => option.value)).toEqual(['DE'])
    expect(filterOptions(options, 'de').map((option) => option.value)).toEqual(['DE', 'golden'])
    expect(filterOptions(options, '')).toEqual(options)
  })

  it('never are more than can be read', () => {
    expect(filterOptions(Array.from({ length: 500 }, (_, index) => ({ value: `a${index}`, label: `a${index}` })), 'a')).toHaveLength(100)
  })

  it('stand under their headings', () => {
    expect(groupOptions(options).map(({ group, options: members }) => [group, members.length])).toEqual([['Seen', 2], ['Countries', 1]])
    expect(groupOptions([{ value: 'a', label: 'a' }])[0]?.group).toBe('')
  })
})
