// A type of question: how it is set up, what an answer to it looks like, and what may be measured of it.
import type { z } from 'zod'
import type { Variant } from '../../../platform/variants.ts'
import type { AnswerShape, Figure } from '../responses.contract.ts'

/** An answer that was checked. */
export interface ReadAnswer {
  isValid: true
  /** As it is stored and shown again: without anything that was not asked for. */
  value: unknown
  /** In words: "9", "Price, Quality". Choices in the survey's main language. */
  words: string
  /** What is counted and compared; left out where there is none. */
  number?: number
  /** Keys of choices; `row=column` of a matrix; a ranking in its order. */
  choices?: readonly string[]
  /** What a person wrote in their own words. */
  text?: string
  /** promoter, passive, detractor; satisfied, unsatisfied; easy, hard. */
  group?: string
}

/** `message` is for the respondent: what to do. */
export interface RefusedAnswer {
  isValid: false
  message: string
}

export interface QuestionType<Type extends string = string, Schema extends z.ZodObject = z.ZodObject> extends Variant<Type, Schema> {
  shape: AnswerShape
  /** Checks an answer against the question. `mainLanguage`: for words of choices. */
  read(value: unknown, config: z.output<Schema>, mainLanguage: string): ReadAnswer | RefusedAnswer
  /** The values of a distribution in their order, each with its group; labels of choices in `mainLanguage`. Left out: the values that were given. */
  values?(config: z.output<Schema>, mainLanguage?: string): { value: string; label: string; group: string | null }[]
  /** Figures that are worked out of its answers, the headline first. */
  metrics?: readonly Figure['metric'][]
}

/**
 * Declares a type of question: one file here, one line in `index.ts`, and its picture in `packages/sdk/src/widgets/survey/questions`.
 * @example
 * export const nps = defineQuestionType({ type: 'nps', label: 'NPS', shape: 'scale', configSchema, example: {}, read, metrics: ['nps'] })
 */
export function defineQuestionType<Type extends string, Schema extends z.ZodObject>(questionType: QuestionType<Type, Schema>): QuestionType<Type, Schema> {
  return questionType
}

export function refuse(message: string): RefusedAnswer {
  return { isValid: false, message }
}
