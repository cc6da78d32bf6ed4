/** Something to read: nothing is answered. */
import type { QuestionKind } from './question-kind.ts'

export const statement: QuestionKind = { type: 'statement', render: () => null }
