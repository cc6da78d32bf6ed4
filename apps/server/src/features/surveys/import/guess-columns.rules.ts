// What the columns of a file are likely to be, by their names and by what stands in them.
import { findType } from '../responses/question-summary.rules.ts'
import type { importColumn } from '../responses.contract.ts'
import { sayTitle } from '../content/question-title.rules.ts'
import type { Question, SurveyContent } from '../surveys.contract.ts'
import { findDayOrder, readDate } from './dates.rules.ts'
import type { z } from 'zod'

export type ImportColumn = z.infer<typeof importColumn>
type Guess = Omit<ImportColumn, 'column'>

const names: readonly { target: ImportColumn['target']; pattern: RegExp }[] = [
  { target: 'email', pattern: /^(e-?mail|mail|email ?address|e-?mail-?adresse|recipient|courriel|correo)$/i },
  { target: 'user_id', pattern: /^(user|customer|client|kunden?|member)[ _-]?(id|no|nr|number|nummer)$/i },
  { target: 'external_id', pattern: /^(external|ext|crm|contact)[ _-]?id$/i },
  { target: 'name', pattern: /^((full|respondent|contact|customer)[ _-]?)?name$|^(person|respondent|nom|nombre)$/i },
  { target: 'answered_at', pattern: /^(completed|answered|responded|submitted|started|created|response|survey)?[ _-]?(at|date|time|on|timestamp|date ?time|datetime)$|^(datum|zeitpunkt|fecha|date de réponse)$/i },
  { target: 'language', pattern: /^(lang|language|locale|sprache|langue|idioma)$/i },
  { target: 'location', pattern: /^(location|store|shop|branch|site|filiale|standort|magasin|tienda)$/i },
]

const share = (values: readonly string[], holds: (value: string) => boolean) => {
  const given = values.filter((value) => value !== '')
  return given.length === 0 ? 0 : given.filter(holds).length / given.length
}
const most = 0.9
const isEmail = (value: string) => /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(value)
const isNps = (value: string) => /^(10|[0-9])$/.test(value)
const squash = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim()

function findNamedQuestion(column: string, { questions, languages }: SurveyContent): Question | undefined {
  const wanted = squash(column)
  return questions.find(({ key, title }) => squash(key) === wanted || Object.values(title.i18n).some((text) => squash(text) === wanted) || squash(sayTitle({ key, title }, languages.main)) === wanted)
}

/** `shop: Staff` of an export is the row `staff` of the matrix `shop`. */
function findNamedRow(column: string, { questions, languages }: SurveyContent): string | undefined {
  for (const question of questions.filter(({ type }) => findType({ type }).shape === 'matrix')) {
    const rows = question.config['rows'] as { key: string; label: { i18n: Record<string, string> } }[]
    const title = squash(sayTitle(question, languages.main))
    const row = rows.find(({ key, label }) => [key, ...Object.values(label.i18n)].some((text) => squash(column) === `${title} ${squash(text)}`))
    if (row) return `${question.key}.${row.key}`
  }
  return undefined
}

function guessByName(column: string, content: SurveyContent): Guess | undefined {
  const question = findNamedQuestion(column, content)
  if (question) return { target: 'answer', name: question.key }
  const row = findNamedRow(column, content)
  if (row) return { target: 'answer', name: row }
  const field = content.hiddenFields.find((name) => squash(name) === squash(column))
  if (field) return { target: 'hidden', name: field }
  const target = names.find(({ pattern }) => pattern.test(column.trim()))?.target
  return target && { target }
}

function guessByContent(column: string, values: readonly string[], content: SurveyContent): Guess | undefined {
  if (share(values, isEmail) >= most) return { target: 'email' }
  const ofType = (...types: string[]) => content.questions.find(({ type }) => types.includes(type))
  const nps = ofType('nps')
  if (nps && /nps|score|recommend|likel|empfehl|recommand|recomend/i.test(column) && share(values, isNps) >= most) return { target: 'answer', name: nps.key }
  const text = ofType('long_text', 'short_text')
  if (text && /comment|reason|feedback|why|verbatim|grund|kommentar|raison|motivo|comentario/i.test(column)) return { target: 'answer', name: text.key }
  const order = findDayOrder(values)
  return share(values, (value) => readDate(value, order) !== undefined) >= most ? { target: 'answered_at' } : undefined
}

/** `completed` says better than `started` when somebody answered. */
function preferCompletion(columns: ImportColumn[]): ImportColumn[] {
  const dates = columns.filter(({ target }) => target === 'answered_at')
  const chosen = dates.find(({ column }) => /complet|answer|submit|respon/i.test(column)) ?? dates[0]
  return columns.map((column) => (column.target === 'answered_at' && column !== chosen ? { column: column.column, target: 'ignore' } : column))
}

/** A proposal for each column; each thing is proposed once. `samples`: the first rows. */
export function guessColumns(columns: readonly string[], samples: readonly (readonly string[])[], content: SurveyContent): ImportColumn[] {
  const taken = new Set<string>()
  const guessed = columns.map((column, index): ImportColumn => {
    const values = samples.map((row) => row[index] ?? '')
    const guess = guessByName(column, content) ?? guessByContent(column, values, content)
    const place = guess && `${guess.target}/${guess.name ?? ''}`
    if (!guess || (place !== 'answered_at/' && taken.has(place!))) return { column, target: 'ignore' }
    taken.add(place!)
    return { column, ...guess }
  })
  return preferCompletion(guessed)
}
