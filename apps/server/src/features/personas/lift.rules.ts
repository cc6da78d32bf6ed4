// What some people do more than everybody: shares, lift, channels.
import type { PersonaFigures } from './personas.contract.ts'

/** What one person did: names of events, and how many orders and visits were where. */
export interface PersonActs {
  names: Set<string>
  orders: Record<string, number>
  visits: Record<string, number>
}

const maxBehaviours = 8
const fewestPeople = 5
const smallestShare = 0.05
const smallestLift = 1.1

/** Difference of two shares on a scale where a step counts the same everywhere. J. Cohen (1988), chapter 6. */
function measureCohensH(own: number, others: number): number {
  return 2 * Math.asin(Math.sqrt(own)) - 2 * Math.asin(Math.sqrt(others))
}

function countByName(people: readonly PersonActs[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { names } of people) for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** Events that more of `own` do than of `all`, by how far the shares are apart. */
export function findBehaviours(own: readonly PersonActs[], all: readonly PersonActs[]): PersonaFigures['behaviours'] {
  const ofAll = countByName(all)
  return [...countByName(own)]
    .map(([event, people]) => {
      const share = people / own.length
      const shareOfAll = (ofAll.get(event) ?? 0) / Math.max(1, all.length)
      return { event, people, share, shareOfAll, lift: share / Math.max(shareOfAll, 1 / Math.max(1, all.length)) }
    })
    .filter(({ people, share, lift }) => people >= fewestPeople && share >= smallestShare && lift >= smallestLift)
    .toSorted((left, right) => measureCohensH(right.share, right.shareOfAll) - measureCohensH(left.share, left.shareOfAll))
    .slice(0, maxBehaviours)
}

/** Where orders or visits are, the most frequent first, against where everybody's are. */
export function compareChannels(own: readonly PersonActs[], all: readonly PersonActs[], kind: 'orders' | 'visits'): PersonaFigures['orderChannels'] {
  const sum = (people: readonly PersonActs[]) => {
    const counts: Record<string, number> = {}
    for (const person of people) for (const [channel, count] of Object.entries(person[kind])) counts[channel] = (counts[channel] ?? 0) + count
    return { counts, total: Object.values(counts).reduce((total, count) => total + count, 0) }
  }
  const mine = sum(own)
  const theirs = sum(all)
  return Object.entries(mine.counts)
    .map(([channel, count]) => {
      const share = count / mine.total
      const shareOfAll = theirs.total > 0 ? (theirs.counts[channel] ?? 0) / theirs.total : 0
      return { channel, count, share, shareOfAll, lift: shareOfAll > 0 ? share / shareOfAll : null }
    })
    .toSorted((left, right) => right.count - left.count)
}
