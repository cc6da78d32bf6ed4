// Countries as people choose and recognise them.
import { formatCountry } from '../../ui/format.ts'

/** DE → 🇩🇪; nothing for what is not a two-letter code. */
export function toFlag(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return ''
  return String.fromCodePoint(...[...code].map((letter) => 0x1f1e6 + letter.charCodeAt(0) - 65))
}

/** "Berlin, Germany", as far as it is known. */
export function describePlace(city: string | null, country: string | null): string {
  return [city, country && formatCountry(country)].filter(Boolean).join(', ')
}

/** Every country the browser has a name for, by name. */
export function listCountries(): Array<{ value: string; label: string }> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  // Regions that group countries, or stand for none.
  const others = new Set(['EU', 'EZ', 'UN', 'XA', 'XB', 'ZZ', 'QO'])
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !others.has(code) && formatCountry(code) !== code)
    .map((code) => ({ value: code, label: `${toFlag(code)} ${formatCountry(code)}` }))
    .toSorted((left, right) => left.label.slice(5).localeCompare(right.label.slice(5)))
}
