import { randomBytes } from 'node:crypto'

export const writeKeyPattern = /^wk_[A-Za-z0-9_-]{32}$/
export const secretKeyPattern = /^rsk_[A-Za-z0-9_-]{40}$/

export function createWriteKey(): string {
  return `wk_${randomBytes(24).toString('base64url')}`
}

export function createSecretKey(): string {
  return `rsk_${randomBytes(30).toString('base64url')}`
}

/** As much of a secret key as tells it from others and helps nobody to guess it. */
export function takePrefix(secretKey: string): string {
  return secretKey.slice(0, 10)
}

const defaultPorts: Record<string, string> = { http: ':80', https: ':443' }

/** An allowed origin as browsers would write it: lower case, no default port. */
export function normalizeOrigin(origin: string): string {
  const lower = origin.toLowerCase()
  const port = defaultPorts[lower.slice(0, lower.indexOf(':'))]!
  return lower.endsWith(port) ? lower.slice(0, -port.length) : lower
}

/**
 * Whether a page of `origin` may use a key with these allowed origins (normalised). An empty list allows every page;
 * `https://*.example.com` allows every subdomain and not example.com itself.
 */
export function isOriginAllowed(origin: string, allowedOrigins: readonly string[]): boolean {
  if (allowedOrigins.length === 0) return true
  const normal = origin.toLowerCase()
  return allowedOrigins.some((allowed) => {
    if (allowed === normal) return true
    const wildcard = allowed.indexOf('://*.')
    if (wildcard < 0) return false
    const scheme = allowed.slice(0, wildcard + 3)
    const suffix = allowed.slice(wildcard + 4)
    return normal.startsWith(scheme) && normal.endsWith(suffix) && /^[a-z0-9.-]+$/.test(normal.slice(scheme.length, -suffix.length))
  })
}

/** The calendar day of an instant in a zone, as 2026-03-01. */
export function toCalendarDay(time: number, timezone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: timezone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(time)
}
