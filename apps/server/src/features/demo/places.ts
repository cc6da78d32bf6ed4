// Where the people live, with address blocks that resolve to the same country, and the brand's shops.
import { compilePairs } from './random.ts'

export type CountryCode = 'DE' | 'NL' | 'AT' | 'BE' | 'IE'

export type Place = {
  city: string
  country: CountryCode
  /** Leading digits or letters of the postal code. */
  postalPrefix: string
  shop?: string
}

export type Country = {
  timezone: string
  locale: string
  language: string
  vatPercent: number
  dialling: string
  /** Before the seven digits of a mobile number. */
  mobilePrefix: string
  /** First two bytes of large consumer networks. */
  networks: readonly string[]
  streets: readonly string[]
}

export const countries: Readonly<Record<CountryCode, Country>> = {
  DE: {
    timezone: 'Europe/Berlin', locale: 'de-DE', language: 'de', vatPercent: 19, dialling: '+49', mobilePrefix: '1520',
    networks: ['91.15', '84.140', '79.200', '93.220'],
    streets: ['Lindenweg', 'Gartenstraße', 'Am Mühlbach', 'Kirchgasse', 'Birkenallee'],
  },
  NL: {
    timezone: 'Europe/Amsterdam', locale: 'nl-NL', language: 'nl', vatPercent: 21, dialling: '+31', mobilePrefix: '61',
    networks: ['77.160', '77.167', '86.80', '84.104'],
    streets: ['Beukenlaan', 'Molenstraat', 'Havenkade', 'Dorpsweg', 'Parklaan'],
  },
  AT: {
    timezone: 'Europe/Vienna', locale: 'de-AT', language: 'de', vatPercent: 20, dialling: '+43', mobilePrefix: '664',
    networks: ['80.108', '91.115', '62.47'],
    streets: ['Bergstraße', 'Wiesengasse', 'Am Anger', 'Bachweg'],
  },
  BE: {
    timezone: 'Europe/Brussels', locale: 'nl-BE', language: 'nl', vatPercent: 21, dialling: '+32', mobilePrefix: '47',
    networks: ['81.240', '109.130', '91.180'],
    streets: ['Kastanjelaan', 'Kerkstraat', 'Veldweg', 'Stationsstraat'],
  },
  IE: {
    timezone: 'Europe/Dublin', locale: 'en-IE', language: 'en', vatPercent: 23, dialling: '+353', mobilePrefix: '85',
    networks: ['86.40', '86.44', '109.76'],
    streets: ['Harbour Road', 'Orchard Lane', 'Church Street', 'Mill Park'],
  },
}

export const places = compilePairs<Place>([
  [{ city: 'Utrecht', country: 'NL', postalPrefix: '35', shop: 'Fernhill Utrecht' }, 12],
  [{ city: 'Haarlem', country: 'NL', postalPrefix: '20' }, 6],
  [{ city: 'Groningen', country: 'NL', postalPrefix: '97', shop: 'Fernhill Groningen' }, 7],
  [{ city: 'Arnhem', country: 'NL', postalPrefix: '68' }, 5],
  [{ city: 'Münster', country: 'DE', postalPrefix: '481', shop: 'Fernhill Münster' }, 11],
  [{ city: 'Freiburg', country: 'DE', postalPrefix: '791', shop: 'Fernhill Freiburg' }, 9],
  [{ city: 'Leipzig', country: 'DE', postalPrefix: '041' }, 7],
  [{ city: 'Regensburg', country: 'DE', postalPrefix: '930' }, 5],
  [{ city: 'Kassel', country: 'DE', postalPrefix: '341' }, 5],
  [{ city: 'Graz', country: 'AT', postalPrefix: '80', shop: 'Fernhill Graz' }, 7],
  [{ city: 'Linz', country: 'AT', postalPrefix: '40' }, 5],
  [{ city: 'Gent', country: 'BE', postalPrefix: '90', shop: 'Fernhill Gent' }, 9],
  [{ city: 'Leuven', country: 'BE', postalPrefix: '30' }, 4],
  [{ city: 'Cork', country: 'IE', postalPrefix: 'T12', shop: 'Fernhill Cork' }, 5],
  [{ city: 'Galway', country: 'IE', postalPrefix: 'H91', shop: 'Fernhill Galway' }, 3],
])

/** The shops that somebody without one in town can reach: those in the country. */
export function listShops(country: CountryCode): string[] {
  return places.values.flatMap((place) => (place.shop && place.country === country ? [place.shop] : []))
}
