// What a whole rule still lacks before it can be asked or saved.
import type { Condition, Definition } from '@contract/segments/conditions.contract.ts'
import { findEditor } from './conditions/index.ts'
import type { Gap } from './gaps.ts'
import { isGroup, listLeaves, maxDepth, maxLeaves, measureDepth } from './rule-tree.ts'

/** The first gap from the top; null when the rule is complete. */
export function findRuleGap(definition: Definition): Gap | null {
  const leaves = listLeaves(definition)
  if (leaves.length > maxLeaves) return 'tooMany'
  if (measureDepth(definition) > maxDepth) return 'tooDeep'
  return definition.conditions.reduce<Gap | null>((gap, each) => gap ?? findConditionGap(each), null)
}

function findConditionGap(condition: Condition): Gap | null {
  if (!isGroup(condition)) return findEditor(condition).findGap(condition)
  if (condition.conditions.length === 0) return 'emptyGroup'
  return condition.conditions.reduce<Gap | null>((gap, each) => gap ?? findConditionGap(each), null)
}
