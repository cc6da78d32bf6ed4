// Questions and their answers in words, for chips and marks that name them.
import type { Summary } from '@contract/surveys/responses.contract.ts'

/** `q1` → its title, `q1=9` → the label of that answer, `q1=row=column` → both of a matrix. */
export function nameAnswers(summary: Summary | undefined): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const { question, title, distribution, rows } of summary?.questions ?? []) {
    names.set(question, title)
    for (const { value, label } of distribution) names.set(`${question}=${value}`, label)
    for (const { row, label } of rows) {
      for (const { value, label: column } of distribution) names.set(`${question}=${row}=${value}`, `${label}: ${column}`)
    }
  }
  return names
}
