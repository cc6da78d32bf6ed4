// A survey to begin with: content in English and German, and whom it sensibly asks when.
import type { z } from 'zod'
import { surveyContent, surveyTargeting, type Localised, type SurveyContent, type SurveyTargeting, type surveyKinds } from '../surveys.contract.ts'

export interface SurveyTemplate {
  key: string
  name: string
  description: string
  kind: (typeof surveyKinds)[number]
  content: SurveyContent
  targeting: SurveyTargeting
}

interface GivenTemplate {
  key: string
  name: string
  description: string
  kind?: SurveyTemplate['kind']
  content: Omit<z.input<typeof surveyContent>, 'languages'>
  targeting?: z.input<typeof surveyTargeting>
}

/** A text in the two languages that templates have. */
export function say(en: string, de: string): Localised {
  return { i18n: { en, de } }
}

/** Choices out of key: [English, German]. */
export function choicesOf(labels: Readonly<Record<string, readonly [string, string]>>): { key: string; label: Localised }[] {
  return Object.entries(labels).map(([key, [en, de]]) => ({ key, label: say(en, de) }))
}

/**
 * Declares a template: one file here, one line in `index.ts`.
 * @example
 * export const idea = defineTemplate({ key: 'idea', name: 'Ideas', description: 'What customers wish for.',
 *   content: { questions: [{ key: 'idea', type: 'long_text', title: say('What do you wish for?', 'Was wünschen Sie sich?') }], endings: [thanks] } })
 */
export function defineTemplate({ key, name, description, kind = 'customers', content, targeting = {} }: GivenTemplate): SurveyTemplate {
  return {
    key, name, description, kind,
    content: surveyContent.parse({ ...content, languages: { main: 'en', others: ['de'] } }),
    targeting: surveyTargeting.parse(targeting),
  }
}

export const thanks = {
  key: 'thanks', kind: 'thanks' as const, title: say('Thank you!', 'Vielen Dank!'),
  text: say('Your answers help us to get better.', 'Ihre Antworten helfen uns, besser zu werden.'),
}

/** Shown to those who are unhappy; what decides that is added by the template. */
export const callBack = {
  key: 'call_back', kind: 'call_back' as const, title: say('We would like to put this right', 'Das möchten wir wiedergutmachen'),
  text: say('Shall we get in touch with you? Tell us how we reach you.', 'Dürfen wir uns bei Ihnen melden? Sagen Sie uns, wie wir Sie erreichen.'),
}

/**
 * Whatever somebody answered: other endings of the survey carry the same invitation. Without an address: only the company
 * knows its own page on a review site, and publishing asks for it.
 */
export const review = {
  key: 'review', kind: 'review' as const, title: say('Thank you!', 'Vielen Dank!'),
  text: say('Would you share your experience with others?', 'Möchten Sie Ihre Erfahrung mit anderen teilen?'),
  buttonLabel: say('Write a review', 'Bewertung schreiben'),
}
