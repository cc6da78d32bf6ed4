import { describe, expect, it } from 'vitest'
import { definition, maxDepth as contractDepth, maxLeaves as contractLeaves, type Definition } from '../../../../../server/src/features/segments/conditions.contract.ts'
import { countNodes, insertRow, listLeaves, maxDepth, maxLeaves, maxRows, measureDepth, removeRow, replaceRow } from './rule-tree.ts'

const country = { type: 'trait', trait: '$country', operator: 'equals', value: 'DE' } as const
const chance = { type: 'random', percent: 10, salt: '' } as const
const rule: Definition = { type: 'all', conditions: [country, { type: 'any', conditions: [chance, { type: 'none', conditions: [country] }] }] }

describe('the tree of a rule', () => {
  it('has the limits of the contract', () => {
    expect([maxDepth, maxLeaves]).toEqual([contractDepth, contractLeaves])
    const rows = (count: number) => ({ type: 'all', conditions: Array.from({ length: count }, () => chance) })
    expect(definition.safeParse(rows(maxRows)).success).toBe(true)
    expect(definition.safeParse(rows(maxRows + 1)).success).toBe(false)
  })

  it('is measured', () => {
    expect(listLeaves(rule)).toEqual([country, chance, country])
    expect(measureDepth(rule)).toBe(3)
    expect(measureDepth({ type: 'all', conditions: [] })).toBe(1)
    expect(countNodes(rule)).toBe(6)
  })

  it('changes by rows and leaves the old one as it was', () => {
    expect(insertRow(rule, 1, chance).conditions[1]).toBe(chance)
    expect(replaceRow(rule, 0, chance).conditions[0]).toBe(chance)
    expect(removeRow(rule, 1).conditions).toEqual([country])
    expect(rule.conditions).toHaveLength(2)
  })
})
