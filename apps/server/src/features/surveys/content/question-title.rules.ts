// What a question is called where nobody in particular is asked: pipes stand as they do without a value.
import type { Question } from '../surveys.contract.ts'
import { pickText, pipe } from './texts.rules.ts'

/** The title in the survey's main language; the key where it has none. */
export function sayTitle(question: Pick<Question, 'key' | 'title'>, mainLanguage: string): string {
  const title = pickText(question.title, mainLanguage, mainLanguage).replaceAll(pipe, (_whole, _source, _name, fallback = '…') => String(fallback))
  return title.trim() || question.key
}
