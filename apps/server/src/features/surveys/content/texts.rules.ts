// Texts in several languages: which language, what stands in one of them, what is filled in.
import { hasText } from './walk-texts.ts'
import type { Localised } from '../surveys.contract.ts'

/** What a text can name. `answer` is left to the page, which alone knows it. */
export const pipe = /\{\{(answer|trait|hidden):([^{}|]{1,200})(?:\|([^{}]*))?\}\}/g

const longestValue = 200
const baseOf = (tag: string) => tag.split('-')[0]!.toLowerCase()

/** The first wanted language that there is: exactly, else one of the same base language; else the main one. */
export function pickLanguage(wanted: readonly string[], { main, others }: { main: string; others: readonly string[] }): string {
  const available = [main, ...others]
  for (const tag of wanted) {
    const exact = available.find((language) => language.toLowerCase() === tag.toLowerCase())
    const near = exact ?? available.find((language) => language === baseOf(tag)) ?? available.find((language) => baseOf(language) === baseOf(tag))
    if (near) return near
  }
  return main
}

const rightToLeft = new Set(['ar', 'arc', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'syr', 'ug', 'ur', 'yi'])

export function directionOf(language: string): 'ltr' | 'rtl' {
  return rightToLeft.has(baseOf(language)) ? 'rtl' : 'ltr'
}

/** In `language`, else in the main one, else in any that has it. */
export function pickText({ i18n }: Localised, language: string, main: string): string {
  return [i18n[language], i18n[main], ...Object.values(i18n)].find(hasText) ?? ''
}

function findTrait(traits: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(traits, name)) return traits[name]
  let value: unknown = traits
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value
}

/** A value in words, cut to a length; never one that the page would read as a pipe of its own. */
function toWords(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return ''
  return String(value).replaceAll(/[{}]/g, '').replaceAll(/\s+/g, ' ').trim().slice(0, longestValue).toWellFormed()
}

export interface PipeValues {
  traits: Readonly<Record<string, unknown>>
  hidden: Readonly<Record<string, string>>
}

/** `text` with traits and hidden fields filled in, or what stands there without them. */
export function fillPipes(text: string, { traits, hidden }: PipeValues): string {
  return text.replaceAll(pipe, (whole, source: string, name: string, fallback = '') => {
    if (source === 'answer') return whole
    const value = source === 'trait' ? findTrait(traits, name) : Object.hasOwn(hidden, name) ? hidden[name] : undefined
    return toWords(value) || fallback
  })
}
