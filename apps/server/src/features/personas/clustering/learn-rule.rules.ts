// A readable rule for a cluster: alternatives of a few conditions each, chosen greedily for the best F1.
import type { Condition, Definition } from '../../segments/conditions.contract.ts'
import type { Candidate } from './rule-candidates.rules.ts'
import { createSeededRandom } from './seeded-random.ts'

/** How well a rule stands for a cluster: of those it holds, how many belong; of those who belong, how many it holds. */
export interface Fidelity {
  precision: number
  recall: number
  f1: number
  /** People it was measured on: none of them taught the rule. */
  n: number
}

const maxConditions = 4
const maxAlternatives = 2
const beamWidth = 6
/** A further condition or alternative has to be worth reading. */
const smallestGain = 0.01
const smallestGainOfAlternative = 0.03

interface Clause {
  candidates: Candidate[]
  holds: Uint8Array
  f1: number
}

/** F1 of what holds in `holds` or in `also`, over the people in `people`. */
function scoreF1(holds: Uint8Array, also: Uint8Array | undefined, belongs: Uint8Array, people: Int32Array): number {
  let hits = 0
  let held = 0
  let members = 0
  for (const person of people) {
    const isHeld = holds[person]! | (also ? also[person]! : 0)
    held += isHeld
    members += belongs[person]!
    hits += isHeld & belongs[person]!
  }
  return held + members === 0 ? 0 : (2 * hits) / (held + members)
}

const intersect = (left: Uint8Array, right: Uint8Array) => left.map((holds, person) => holds & right[person]!)
const unite = (left: Uint8Array, right: Uint8Array) => left.map((holds, person) => holds | right[person]!)

/** Beam search for the conjunction that, together with `also`, scores best. */
function findClause(candidates: readonly Candidate[], belongs: Uint8Array, people: Int32Array, also: Uint8Array | undefined): Clause | undefined {
  let best: Clause | undefined
  let beam: Clause[] = [{ candidates: [], holds: new Uint8Array(belongs.length).fill(1), f1: 0 }]
  for (let depth = 0; depth < maxConditions; depth += 1) {
    const longer: { from: Clause; candidate: Candidate; f1: number }[] = []
    for (const from of beam) {
      for (const candidate of candidates) {
        if (from.candidates.includes(candidate)) continue
        const f1 = scoreF1(intersect(from.holds, candidate.holds), also, belongs, people)
        if (f1 >= from.f1 + (depth === 0 ? 0 : smallestGain)) longer.push({ from, candidate, f1 })
      }
    }
    beam = longer
      .toSorted((left, right) => right.f1 - left.f1)
      .slice(0, beamWidth)
      .map(({ from, candidate, f1 }) => ({ candidates: [...from.candidates, candidate], holds: intersect(from.holds, candidate.holds), f1 }))
    if (beam.length === 0) break
    if (!best || beam[0]!.f1 > best.f1) best = beam[0]
  }
  return best
}

/** Only customers were looked at; "no orders" would hold every anonymous visitor. */
const isIdentified: Condition = { type: 'trait', trait: '$identified', operator: 'equals', value: true }

function toDefinition(clauses: readonly Clause[]): Definition {
  const groups = clauses.map((clause) => clause.candidates.map(({ condition }): Condition => condition))
  if (groups.length === 1) return { type: 'all', conditions: [isIdentified, ...groups[0]!] }
  const alternatives = groups.map((conditions): Condition => (conditions.length === 1 ? conditions[0]! : { type: 'all', conditions }))
  return { type: 'all', conditions: [isIdentified, { type: 'any', conditions: alternatives }] }
}

function measureFidelity(holds: Uint8Array, belongs: Uint8Array, people: Int32Array): Fidelity {
  let hits = 0
  let held = 0
  let members = 0
  for (const person of people) {
    held += holds[person]!
    members += belongs[person]!
    hits += holds[person]! & belongs[person]!
  }
  const precision = held === 0 ? 0 : hits / held
  const recall = members === 0 ? 0 : hits / members
  return { precision, recall, f1: held + members === 0 ? 0 : (2 * hits) / (held + members), n: people.length }
}

export interface LearnedRule {
  definition: Definition
  fidelity: Fidelity
}

/**
 * Learns who belongs from two thirds of the people; the other third tells how well that went.
 * `belongs`: 1 for members of the cluster, in the order of the candidates' people.
 */
export function learnRule(candidates: readonly Candidate[], belongs: Uint8Array): LearnedRule {
  // Drawn, not counted off: people may come in an order that has to do with who they are.
  const random = createSeededRandom(belongs.length)
  const parts = Object.groupBy(Array.from(belongs.keys()), () => (random.next() < 1 / 3 ? 'checking' : 'learning'))
  const learning = Int32Array.from(parts.learning ?? [])
  const checking = Int32Array.from(parts.checking ?? [])
  const clauses: Clause[] = []
  let holds: Uint8Array | undefined
  while (clauses.length < maxAlternatives) {
    const clause = findClause(candidates, belongs, learning, holds)
    const before = clauses.at(-1)?.f1
    if (!clause || (before !== undefined && clause.f1 < before + smallestGainOfAlternative)) break
    clauses.push(clause)
    holds = holds ? unite(holds, clause.holds) : clause.holds
  }
  return { definition: toDefinition(clauses), fidelity: measureFidelity(holds ?? new Uint8Array(belongs.length), belongs, checking) }
}
