// What stands for a whole response in a list: its first answer to a scale and its first text.
import type { Answer, Response } from '@contract/surveys/responses.contract.ts'

export function findScore(answers: readonly Answer[]): Answer | undefined {
  return answers.find((answer) => answer.shape === 'scale')
}

export function findText(answers: readonly Answer[]): Answer | undefined {
  return answers.find((answer) => answer.shape === 'text' && answer.text !== '')
}

/** Under which name a response is spoken of. */
export function namePerson(response: Pick<Response, 'person'>, anonymous: string): string {
  return response.person?.name ?? anonymous
}

/** Files of an answer: the ids that were sent, with the names that stand in the words. */
export function listFiles(answer: Pick<Answer, 'value' | 'text'>): Array<{ id: string; name: string }> {
  const { fileIds } = (answer.value ?? {}) as { fileIds?: unknown }
  if (!Array.isArray(fileIds)) return []
  const names = answer.text.split(', ')
  return fileIds.map((id, index) => ({ id: String(id), name: (names.length === fileIds.length && names[index]) || String(id) }))
}
