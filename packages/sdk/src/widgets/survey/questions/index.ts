/** The types of questions: one file and one line each. */
import { ces } from './ces.ts'
import { consent } from './consent.tsx'
import { contact } from './contact.tsx'
import { csat } from './csat.ts'
import { date } from './date.tsx'
import { file } from './file.tsx'
import { matrix } from './matrix.tsx'
import { multipleChoice } from './multiple-choice.tsx'
import { nps } from './nps.ts'
import { number } from './number.tsx'
import { pictureChoice } from './picture-choice.tsx'
import type { QuestionKind } from './question-kind.ts'
import { ranking } from './ranking.tsx'
import { rating } from './rating.ts'
import { singleChoice } from './single-choice.tsx'
import { statement } from './statement.ts'
import { longText, shortText } from './text.tsx'

const kinds: readonly QuestionKind[] = [
  nps,
  csat,
  ces,
  rating,
  singleChoice,
  multipleChoice,
  ranking,
  matrix,
  shortText,
  longText,
  number,
  date,
  contact,
  pictureChoice,
  file,
  consent,
  statement,
]

/** A type that this version does not know is read like a statement, so that a survey never stops at it. */
export function findKind(type: string): QuestionKind {
  return kinds.find((kind) => kind.type === type) ?? statement
}
