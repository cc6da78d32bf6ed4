// What a rule must be, beside its schema: bounded, whole where it counts, without circles.
import { RapportError } from '../../platform/errors.ts'
import { isStorableText, maxDepth, maxLeaves, unstorableText, type Definition, type LeafCondition } from './conditions.contract.ts'
import { depthOf, listLeaves, listSegmentIds } from './conditions/tree.ts'

/** The segments that can be referred to: id → rule, null for a static list. */
export type KnownRules = ReadonlyMap<string, Definition | null>

const maxCount = 1_000
/** Conditions in all, over all segments that a rule refers to: rules that refer to rules would multiply. */
const maxReach = 500

function checkLeaf(leaf: LeafCondition): string | undefined {
  if (leaf.type !== 'event') return undefined
  if (leaf.window.kind === 'between' && Date.parse(leaf.window.from) >= Date.parse(leaf.window.to)) return 'A period must end after it begins.'
  const isCounted = leaf.aggregate.function === 'count' || leaf.aggregate.function === 'distinct'
  if (!isCounted) return undefined
  if (!Number.isInteger(leaf.value) || leaf.value < 0) return 'How often something was done is a whole number, 0 or more.'
  return leaf.value > maxCount ? `How often something was done can be compared with up to ${maxCount}.` : undefined
}

/** Whether all texts in it can be stored. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return isStorableText(value)
  return typeof value !== 'object' || value === null || Object.values(value).every(isStorable)
}

/** Whether a rule leads, over other segments, to `id`. */
function leadsTo(definition: Definition, id: string, rules: KnownRules, seen: Set<string>): boolean {
  return listSegmentIds(definition).some((next) => {
    if (next === id) return true
    const rule = rules.get(next)
    if (!rule || seen.has(next)) return false
    seen.add(next)
    return leadsTo(rule, id, rules, seen)
  })
}

/** Conditions of a rule and of all rules it leads to, as often as it does: what is asked of one person. */
function countLeaves(definition: Definition, rules: KnownRules, counted = new Map<string, number>()): number {
  let count = 0
  for (const leaf of listLeaves(definition)) {
    count += 1
    if (leaf.type !== 'segment') continue
    let inner = counted.get(leaf.segmentId)
    if (inner === undefined) {
      const rule = rules.get(leaf.segmentId)
      counted.set(leaf.segmentId, (inner = rule ? countLeaves(rule, rules, counted) : 0))
    }
    count += inner
  }
  return count
}

function checkReach(definition: Definition, rules: KnownRules, id: string | undefined): string | undefined {
  if (countLeaves(definition, rules) > maxReach) return `With the segments it refers to, a rule can have ${maxReach} conditions.`
  if (!id) return undefined
  const changed = new Map([...rules, [id, definition] as const])
  const isTooLarge = listDependents(id, rules).some((other) => countLeaves(rules.get(other)!, changed) > maxReach)
  return isTooLarge ? `A segment that refers to this one would have more than ${maxReach} conditions.` : undefined
}

/** `id`: the segment whose rule it is to be, undefined for a new one. @throws invalid_request, conflict for a circle */
export function checkDefinition(definition: Definition, rules: KnownRules, id?: string): void {
  const refuse = (message: string) => new RapportError('invalid_request', message, { details: [{ path: 'definition', message }] })
  if (depthOf(definition) > maxDepth) throw refuse(`Groups can be nested ${maxDepth} deep.`)
  if (!isStorable(definition)) throw refuse(`One of the texts in the rule cannot be stored. ${unstorableText}`)
  const leaves = listLeaves(definition)
  if (leaves.length === 0) throw refuse('A rule needs at least one condition.')
  if (leaves.length > maxLeaves) throw refuse(`A rule can have ${maxLeaves} conditions; this one has ${leaves.length}.`)
  for (const leaf of leaves) {
    const problem = checkLeaf(leaf)
    if (problem) throw refuse(problem)
  }
  for (const segmentId of listSegmentIds(definition)) if (!rules.has(segmentId)) throw refuse(`The rule refers to a segment that does not exist: ${segmentId}.`)
  if (id && leadsTo(definition, id, rules, new Set())) throw new RapportError('conflict', 'This rule would refer to itself over other segments. Take out the condition that leads back.')
  const problem = checkReach(definition, rules, id)
  if (problem) throw refuse(problem)
}

/** The segments whose answer depends on `id`, over any number of others. */
export function listDependents(id: string, rules: KnownRules): string[] {
  return [...rules].flatMap(([other, rule]) => (other !== id && rule && leadsTo(rule, id, rules, new Set()) ? [other] : []))
}
