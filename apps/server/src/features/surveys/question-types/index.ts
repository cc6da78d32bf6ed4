// The types of questions: one file and one line each.
import { createRegistry } from '../../../platform/variants.ts'
import { ces } from './ces.ts'
import { consent } from './consent.ts'
import { contact } from './contact.ts'
import { csat } from './csat.ts'
import { date } from './date.ts'
import { file } from './file.ts'
import { longText } from './long-text.ts'
import { matrix } from './matrix.ts'
import { multipleChoice } from './multiple-choice.ts'
import { nps } from './nps.ts'
import { number } from './number.ts'
import { pictureChoice } from './picture-choice.ts'
import { ranking } from './ranking.ts'
import { rating } from './rating.ts'
import { shortText } from './short-text.ts'
import { singleChoice } from './single-choice.ts'
import { statement } from './statement.ts'

export const questionTypes = createRegistry([
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
])
