// Countries as people choose and recognise them.
import { formatCountry } from '../../ui/format.ts'

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
    // A code that was withdrawn has the name of its successor: "DD" is Germany, too.
    .filter((code) => !others.has(code) && formatCountry(code) !== code && new Intl.Locale(`und-${code}`).region === code)
    .map((code) => ({ value: code, label: formatCountry(code) }))
    .toSorted((left, right) => left.label.localeCompare(right.label))
}
