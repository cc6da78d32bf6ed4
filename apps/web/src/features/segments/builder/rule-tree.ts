// The tree of a rule: how large it is, what is still missing in it, and how a row comes and goes.
import type { Condition, Definition, GroupCondition, LeafCondition } from '@contract/segments/conditions.contract.ts'

/** Groups within groups, and leaves in all: the limits of the contract, which brings too much to be loaded here. */
export const maxDepth = 8
export const maxLeaves = 100
export const maxRows = 50

export const groupTypes = ['all', 'any', 'none'] as const

export function isGroup(condition: Condition): condition is GroupCondition {
  return condition.type === 'all' || condition.type === 'any' || condition.type === 'none'
}

/** Everyone, to begin with. */
export function createDefinition(): Definition {
  return { type: 'all', conditions: [] }
}

export function listLeaves(condition: Condition): LeafCondition[] {
  return isGroup(condition) ? condition.conditions.flatMap(listLeaves) : [condition]
}

/** Levels of groups: 1 for a rule without groups inside. */
export function measureDepth(condition: Condition): number {
  return isGroup(condition) ? 1 + Math.max(0, ...condition.conditions.map(measureDepth)) : 0
}

/** Conditions and groups in all. */
export function countNodes(condition: Condition): number {
  return isGroup(condition) ? 1 + condition.conditions.reduce((sum, each) => sum + countNodes(each), 0) : 1
}

export function replaceRow<Group extends GroupCondition>(group: Group, index: number, row: Condition): Group {
  return { ...group, conditions: group.conditions.map((each, at) => (at === index ? row : each)) }
}

export function insertRow<Group extends GroupCondition>(group: Group, index: number, row: Condition): Group {
  return { ...group, conditions: group.conditions.toSpliced(index, 0, row) }
}

export function removeRow<Group extends GroupCondition>(group: Group, index: number): Group {
  return { ...group, conditions: group.conditions.toSpliced(index, 1) }
}
