// The words of buttons and notes around questions, by language.
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en, type Words } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { nl } from './nl.ts'
import { pl } from './pl.ts'
import { pt } from './pt.ts'

const wordsByLanguage: Readonly<Record<string, Words>> = { ar, de, en, es, fr, it, nl, pl, pt }

/** Of `language` whatever its region; English for languages that have none here. */
export function findWords(language: string): Words {
  const [base = ''] = language.split('-')
  return Object.hasOwn(wordsByLanguage, base) ? wordsByLanguage[base]! : en
}

export const languagesWithWords: readonly string[] = Object.keys(wordsByLanguage)
