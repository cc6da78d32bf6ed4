// What a link leads to: whether the survey still takes answers, and which first answer a click in a mail chose.
import { questionTypes } from '../question-types/index.ts'
import type { ReadySurvey } from '../survey-memory.ts'
import type { SurveyContent } from '../surveys.contract.ts'

/** Why nobody can answer by a link now, in words for the respondent; undefined when they can. */
export function decideLink({ status, published, targeting: { schedule } }: Pick<ReadySurvey, 'status' | 'published' | 'targeting'>, { isFull, now }: { isFull: boolean; now: number }): string | undefined {
  if (!published || status === 'draft') return 'This survey is not open yet. Come back later.'
  if (status === 'paused') return 'This survey takes a break. Come back later.'
  if (status === 'closed') return 'This survey is closed. Thank you for wanting to answer.'
  if (schedule.startsAt && now < Date.parse(schedule.startsAt)) return 'This survey is not open yet. Come back later.'
  if (schedule.endsAt && now >= Date.parse(schedule.endsAt)) return 'This survey has ended. Thank you for wanting to answer.'
  return isFull ? 'Enough people have answered this survey. Thank you for wanting to help.' : undefined
}

export interface Preset {
  question: string
  value: string | number
}

/** `?q=nps&v=9`: a value that the question takes, else nothing. Choices by their key. */
export function readPreset({ questions, languages }: SurveyContent, query: Readonly<Record<string, string>>): Preset | null {
  const question = questions.find(({ key }) => key === query['q'])
  const type = question && questionTypes.find(question.type)
  const given = query['v']
  if (!question || !type || given === undefined || given.trim() === '') return null
  const config = type.configSchema.safeParse(question.config)
  if (!config.success) return null
  const takes = (value: unknown) => type.read(value, config.data as never, languages.main).isValid
  if (type.shape === 'scale') return takes(Number(given)) ? { question: question.key, value: Number(given) } : null
  return type.shape === 'choice' && takes({ choice: given }) ? { question: question.key, value: given } : null
}
