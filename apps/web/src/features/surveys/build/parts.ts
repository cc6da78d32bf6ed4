// The parts of a survey that are edited one at a time; the open one stands in the address.
import type { SurveyContent } from '@contract/surveys/surveys.contract.ts'

export const fixedParts = ['welcome', 'hidden', 'scores', 'theme', 'languages', 'versions'] as const
export type FixedPart = (typeof fixedParts)[number]
export type Part = { kind: FixedPart } | { kind: 'question'; key: string } | { kind: 'ending'; key: string }

export function writePart(part: Part): string {
  return 'key' in part ? `${part.kind}:${part.key}` : part.kind
}

/** The part that the address names, while it is there; else the first question, else the welcome screen. */
export function readPart(text: string, content: SurveyContent): Part {
  const [kind = '', key = ''] = text.split(':')
  if (kind === 'question' && content.questions.some((each) => each.key === key)) return { kind, key }
  if (kind === 'ending' && content.endings.some((each) => each.key === key)) return { kind, key }
  const fixed = fixedParts.find((each) => each === kind)
  if (fixed) return { kind: fixed }
  const [first] = content.questions
  return first ? { kind: 'question', key: first.key } : { kind: 'welcome' }
}

/** Which part a path of the server leads to, and the path from there: content.questions.2.config.choices → q3, config.choices. */
export function findPart(path: string, content: SurveyContent): { part: Part; rest: string } | null {
  const [name, index, ...rest] = path.replace(/^content\.?/, '').replaceAll(/\[(\d+)\]/g, '.$1').split('.')
  const question = content.questions[Number(index)]
  if (name === 'questions') return { part: question ? { kind: 'question', key: question.key } : { kind: 'welcome' }, rest: rest.join('.') }
  const ending = content.endings[Number(index)]
  if (name === 'endings') return ending ? { part: { kind: 'ending', key: ending.key }, rest: rest.join('.') } : null
  const kind = name === 'hiddenFields' ? 'hidden' : fixedParts.find((each) => each === name)
  return kind ? { part: { kind }, rest: [index, ...rest].filter((each) => each !== undefined).join('.') } : null
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(sortNames(one)) === JSON.stringify(sortNames(other))

/** The database keeps the names within an object in an order of its own. */
function sortNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortNames)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined).toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([name, each]) => [name, sortNames(each)]))
}

function countList<Item extends { key: string }>(before: Item[], after: Item[]): number {
  const added = after.filter(({ key }) => !before.some((each) => each.key === key)).length
  const removed = before.filter(({ key }) => !after.some((each) => each.key === key)).length
  const kept = after.filter(({ key }) => before.some((each) => each.key === key))
  const changed = kept.filter((item) => !isSame(item, before.find(({ key }) => key === item.key))).length
  const orderBefore = before.filter(({ key }) => kept.some((each) => each.key === key)).map(({ key }) => key)
  return added + removed + changed + (isSame(orderBefore, kept.map(({ key }) => key)) ? 0 : 1)
}

/** In how many parts the draft differs from what is published. */
export function countChanges(before: SurveyContent, after: SurveyContent): number {
  const others = (['languages', 'welcome', 'hiddenFields', 'scores', 'theme'] as const).filter((name) => !isSame(before[name], after[name])).length
  return others + countList(before.questions, after.questions) + countList(before.endings, after.endings)
}
