/** What the server hands over and takes: the small part of its contract that respondents' pages know. */

export type Condition =
  | { type: 'all' | 'any' | 'none'; conditions: Condition[] }
  | { type: 'answer'; question: string; operator: string; value?: string | number }
  | { type: 'score'; score: string; operator: 'at_least' | 'at_most'; value: number }
  | { type: 'known'; holds: boolean }

export interface Choice {
  key: string
  label: string
  image?: string
  isExclusive?: boolean
}

/** Settings of a question; which of them there are depends on its type. */
export interface QuestionConfig {
  lowLabel?: string
  highLabel?: string
  isColoured?: boolean
  scale?: number
  steps?: number
  look?: string
  choices?: Choice[]
  rows?: Choice[]
  columns?: Choice[]
  hasOther?: boolean
  otherLabel?: string
  isMultiple?: boolean
  placeholder?: string
  maxLength?: number
  min?: number | string
  max?: number | string
  isWhole?: boolean
  unit?: string
  fields?: ('name' | 'email' | 'phone' | 'company')[]
  maxFiles?: number
  kinds?: 'images' | 'documents' | 'any'
  label?: string
  buttonLabel?: string
}

export interface Question {
  key: string
  type: string
  title: string
  description?: string
  isRequired: boolean
  config: QuestionConfig
  showIf?: Condition
  jumps: { if: Condition; to: string }[]
}

export interface Ending {
  key: string
  kind: 'thanks' | 'call_back' | 'review'
  title: string
  text?: string
  buttonLabel?: string
  url?: string
  /** Where the survey invites to review, every other ending does so too. */
  invitation?: { url: string; label: string }
  showIf?: Condition
}

export interface Score {
  key: string
  function: 'sum' | 'mean'
  parts: { question: string; weight?: number; points?: Record<string, number> }[]
}

export interface Theme {
  logo?: string
  accent: string
  background: string
  foreground: string
  font: 'system' | 'serif' | 'rounded' | 'mono'
  corner: 'square' | 'soft' | 'round'
}

export interface Content {
  surveyId: string
  name: string
  version: number
  isAnonymous: boolean
  language: string
  direction: 'ltr' | 'rtl'
  languages: string[]
  welcome?: { title: string; text?: string; buttonLabel?: string }
  questions: Question[]
  scores: Score[]
  endings: Ending[]
  theme: Theme
  words: Record<string, string>
}

export type Answers = Record<string, unknown>

export interface ContactMe {
  channel: 'email' | 'phone'
  address: string
  note?: string
}

/** All answers so far; the same `responseId` with a higher `revision` replaces what was sent before. */
export interface Submission {
  token: string
  responseId: string
  revision: number
  answers: Answers
  isCompleted: boolean
  ending?: string
  language: string
  startedAt: string
  secondsSpent: number
  hidden: Record<string, string>
  proof: { gestures: number; trap: string }
  contactMe?: ContactMe
}

/** An error as the server tells it. */
export interface Refusal {
  message: string
  details?: { path: string; message: string }[]
}
