import type { DeliveredContent } from '@contract/surveys/delivery.contract.ts'

/** What is left of a survey from one of its parts on, so that the preview shows what is edited. */
export function startAt(delivered: DeliveredContent, at: string | undefined): DeliveredContent {
  const { welcome: _welcome, ...rest } = delivered
  const ending = delivered.endings.find(({ key }) => key === at)
  if (ending) return { ...rest, questions: [], endings: [{ ...ending, showIf: undefined }] }
  const from = delivered.questions.findIndex(({ key }) => key === at)
  if (from < 0 || (from === 0 && !delivered.welcome && !delivered.questions[0]?.showIf)) return delivered
  return { ...rest, questions: delivered.questions.slice(from).map((question, index) => (index === 0 ? { ...question, showIf: undefined } : question)) }
}
