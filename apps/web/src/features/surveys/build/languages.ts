// Languages by their names.
const names = new Intl.DisplayNames(['en'], { type: 'language' })

/** de → German, pt-BR → Brazilian Portuguese */
export function nameLanguage(tag: string): string {
  try {
    return names.of(tag) ?? tag
  } catch {
    return tag
  }
}

const offered = [
  'ar', 'bg', 'bn', 'ca', 'cs', 'da', 'de', 'el', 'en', 'en-GB', 'es', 'es-MX', 'et', 'fa', 'fi', 'fr', 'fr-CA', 'ga', 'he', 'hi', 'hr', 'hu', 'id', 'is', 'it', 'ja', 'ko', 'lt', 'lv',
  'ms', 'mt', 'nb', 'nl', 'pl', 'pt', 'pt-BR', 'ro', 'ru', 'sk', 'sl', 'sq', 'sr', 'sv', 'sw', 'th', 'tr', 'uk', 'ur', 'vi', 'zh', 'zh-TW',
]

export const languageOptions = offered.map((value) => ({ value, label: `${nameLanguage(value)} (${value})` })).toSorted((one, other) => one.label.localeCompare(other.label))
