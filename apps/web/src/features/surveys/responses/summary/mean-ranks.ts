// Of a ranking the server counts each place of each choice: `rows` are the choices, the names of `counts` the places.
import type { QuestionSummary } from '@contract/surveys/responses.contract.ts'

export interface MeanRank {
  value: string
  label: string
  meanRank: number | null
  /** 1 for always first, 0 for always last: the length of its bar. */
  share: number
}

export function findMeanRanks({ rows }: Pick<QuestionSummary, 'rows'>): MeanRank[] {
  const last = Math.max(2, rows.length)
  return rows
    .map(({ row, label, counts }) => {
      const places = Object.entries(counts)
      const total = places.reduce((sum, [, count]) => sum + count, 0)
      const meanRank = total === 0 ? null : places.reduce((sum, [place, count]) => sum + Number(place) * count, 0) / total
      return { value: row, label, meanRank, share: meanRank === null ? 0 : (last - meanRank) / (last - 1) }
    })
    .sort((left, right) => (left.meanRank ?? Infinity) - (right.meanRank ?? Infinity))
}
