// One kind of condition in the builder: how it begins, is edited, is said, and what it still lacks.
import type { ComponentType } from 'react'
import type { LeafCondition } from '@contract/segments/conditions.contract.ts'
import type { Gap } from './gaps.ts'
import type { Words } from './sentence.ts'

/** Headings of the menu that adds a condition, in their order. */
export const conditionGroups = ['behaviour', 'known', 'company', 'consent', 'segments', 'chance'] as const
export type ConditionGroup = (typeof conditionGroups)[number]

export interface ConditionProps<Leaf> {
  value: Leaf
  onChange: (value: Leaf) => void
  /** The segment that is being edited. */
  segmentId?: string | undefined
}

export interface Starter<Leaf> {
  /** A key under builder.add. */
  label: string
  create: () => Leaf
}

export interface ConditionEditor<Leaf extends LeafCondition = LeafCondition> extends Starter<Leaf> {
  type: Leaf['type']
  group: ConditionGroup
  /** Other ways to begin it that people look for by name. */
  more?: Array<Starter<Leaf>>
  Editor: ComponentType<ConditionProps<Leaf>>
  /** The condition as the rest of a sentence about a person. */
  describe: (value: Leaf, words: Words) => string
  /** What must be filled in before it can be asked. */
  findGap: (value: Leaf) => Gap | null
}

export type LeafOf<Type extends LeafCondition['type']> = Extract<LeafCondition, { type: Type }>

/**
 * Gives the editor of a condition its type; list it in conditions/index.ts.
 * @example export const channel = defineConditionEditor({ type: 'channel', label: 'channel', group: 'consent', … })
 */
export function defineConditionEditor<Type extends LeafCondition['type']>(editor: ConditionEditor<LeafOf<Type>> & { type: Type }): ConditionEditor<LeafOf<Type>> {
  return editor
}
