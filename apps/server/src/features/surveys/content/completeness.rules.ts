// How much of a survey each of its languages has.
import type { SurveyContent } from '../surveys.contract.ts'
import { hasText, listTexts } from './walk-texts.ts'

/** Language → share of the texts that it has, 0 to 1. A text counts as soon as any language has it. */
export function measureCompleteness(content: SurveyContent): Record<string, number> {
  const texts = listTexts(content).filter(({ text }) => Object.values(text.i18n).some(hasText))
  const shareOf = (language: string) => (texts.length === 0 ? 1 : texts.filter(({ text }) => hasText(text.i18n[language])).length / texts.length)
  return Object.fromEntries([content.languages.main, ...content.languages.others].map((language) => [language, shareOf(language)]))
}
