// Whether a definition can be kept at all: every text in it, and how deep it is nested.
import type { ErrorDetail } from '../../../platform/errors.ts'
import { isStorableText, unstorableText } from '../../segments/conditions.contract.ts'

/** Groups in groups of conditions need most of it; what is walked afterwards is walked by recursion. */
const maxDepth = 40

/** Looks through `value` step by step, so that nesting by the thousand is found out instead of suffered. */
export function findUnstorable(value: unknown, root: string): ErrorDetail | undefined {
  const waiting = [{ value, path: root, depth: 0 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { path, depth } = next
    if (typeof next.value === 'string' && !isStorableText(next.value)) return { path, message: unstorableText }
    if (typeof next.value !== 'object' || next.value === null) continue
    if (depth >= maxDepth) return { path: root, message: `This is nested too deep: ${maxDepth} levels are enough.` }
    for (const [name, entry] of Object.entries(next.value)) {
      if (!isStorableText(name)) return { path, message: unstorableText }
      waiting.push({ value: entry, path: `${path}.${name}`, depth: depth + 1 })
    }
  }
  return undefined
}
