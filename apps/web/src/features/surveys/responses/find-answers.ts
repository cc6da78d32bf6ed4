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

/** Ids of the files that were sent with an answer. */
export function listFiles({ shape, value }: Pick<Answer, 'shape' | 'value'>): string[] {
  const { fileIds } = (value ?? {}) as { fileIds?: unknown }
  return shape === 'file' && Array.isArray(fileIds) ? fileIds.map(String) : []
}

/** What those files are called; null where a name holds what stands between names. */
export function readFileNames({ text }: Pick<Answer, 'text'>, count: number): string[] | null {
  const names = count === 1 ? [text] : text.split(', ')
  return names.length === count ? names : null
}
