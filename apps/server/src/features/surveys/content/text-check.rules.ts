// Texts before publishing: there in the main language, with placeholders that name something.
import type { ErrorDetail } from '../../../platform/errors.ts'
import type { Localised, SurveyContent, surveyKinds } from '../surveys.contract.ts'
import { pipe } from './texts.rules.ts'
import { hasText, listTexts } from './walk-texts.ts'

/** Without these there is nothing to read or to choose; other texts may be left out altogether. */
const isNeeded = (path: string) => /(^|\.)(title|label)$/.test(path)

function checkLanguages(text: Localised, path: string, main: string): ErrorDetail[] {
  if (hasText(text.i18n[main])) return []
  const isLeftOut = !isNeeded(path) && !Object.values(text.i18n).some(hasText)
  return isLeftOut ? [] : [{ path, message: `Write this text in the main language, ${main}.` }]
}

interface Known {
  answers: ReadonlySet<string>
  hidden: ReadonlySet<string>
  kind: (typeof surveyKinds)[number]
}

function findPipeProblem(source: string, name: string, { answers, hidden, kind }: Known): string | undefined {
  if (source === 'answer') return answers.has(name) ? undefined : `{{answer:${name}}} names no earlier question.`
  if (source === 'hidden') return hidden.has(name) ? undefined : `{{hidden:${name}}} names no hidden field.`
  return kind === 'employees' ? `{{trait:${name}}} cannot be filled in: answers of employees are anonymous.` : undefined
}

function findTextProblem(text: string, known: Known): string | undefined {
  for (const [, source = '', name = ''] of text.matchAll(pipe)) {
    const problem = findPipeProblem(source, name, known)
    if (problem) return problem
  }
  return text.replaceAll(pipe, '').includes('{{') ? 'A placeholder is written {{answer:question|what stands there without}}, with trait or hidden in place of answer as well.' : undefined
}

function checkPipes(text: Localised, path: string, known: Known): ErrorDetail[] {
  const problem = Object.values(text.i18n).map((inLanguage) => findTextProblem(inLanguage, known)).find(Boolean)
  return problem ? [{ path, message: problem }] : []
}

/** The questions that are answered before a text at `path` is read. */
function listEarlier({ questions }: SurveyContent, path: string): string[] {
  const [part, index] = path.split('.')
  const count = part === 'questions' ? Number(index) : part === 'endings' ? questions.length : 0
  return questions.slice(0, count).map(({ key }) => key)
}

export function checkTexts(content: SurveyContent, kind: Known['kind']): ErrorDetail[] {
  const hidden = new Set(content.hiddenFields)
  return listTexts(content).flatMap(({ path, text }) => [
    ...checkLanguages(text, path, content.languages.main),
    ...checkPipes(text, path, { answers: new Set(listEarlier(content, path)), hidden, kind }),
  ])
}
