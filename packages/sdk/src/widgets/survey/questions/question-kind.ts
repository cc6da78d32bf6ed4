/** How a type of question is shown and what is checked before going on; the server checks everything again. */
import type { Content as Drawing } from '../../render.ts'
import type { Question } from '../wire.ts'
import type { Say } from '../words.ts'

export interface QuestionView {
  question: Question
  value: unknown
  /** Takes an answer; undefined takes it back. */
  answer(value: unknown): void
  /** Shows a message at the question; '' takes it away. */
  complain(message: string): void
  upload(file: File): Promise<UploadedFile>
  say: Say
  /** Unique on the page: names of fields and ids begin with it. */
  id: string
  /** A text that may hold earlier answers, filled in. */
  fill(text: string): string
}

export interface UploadedFile {
  fileId: string
  name: string
}

export interface QuestionKind {
  type: string
  render(view: QuestionView): Drawing
  /** What is wrong with an answer that was given; undefined if nothing. */
  check?(value: unknown, question: Question, say: Say): string | undefined
  /** First and last number of a scale: the keys 0 to 9 choose on it. */
  scale?(question: Question): readonly [from: number, to: number]
  /** One choice of several: told to assistive technology as such. */
  isSingle?: boolean
  /** Its first field gets the focus, because it is written into. */
  isWritten?: boolean
}
