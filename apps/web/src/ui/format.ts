// Numbers, money and times as people read them. All pure; the zone and currency come from the workspace.

const language = 'en'

// Making a formatter costs far more than using it, and a page uses a few of them thousands of times.
const dateFormats = new Map<string, Intl.DateTimeFormat>()
const numberFormats = new Map<string, Intl.NumberFormat>()

function keep<Formatter>(known: Map<string, Formatter>, key: string, make: () => Formatter): Formatter {
  const found = known.get(key)
  if (found) return found
  const made = make()
  known.set(key, made)
  return made
}

/** A formatter for these options, made once. */
export function findDateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return keep(dateFormats, locale + JSON.stringify(options), () => new Intl.DateTimeFormat(locale, options))
}

export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return keep(numberFormats, JSON.stringify(options), () => new Intl.NumberFormat(language, options)).format(value)
}

/** 12,345 → 12.3K from a hundred thousand on, where space is short. */
export function formatCompact(value: number): string {
  return Math.abs(value) < 100_000 ? formatNumber(value, { maximumFractionDigits: 1 }) : formatNumber(value, { notation: 'compact', maximumFractionDigits: 1 })
}

/** Whole amounts lose their cents from a thousand on. @example formatMoney(12.5, 'EUR') → €12.50 */
export function formatMoney(value: number, currency: string): string {
  const isLarge = Math.abs(value) >= 1000
  try {
    return formatNumber(value, { style: 'currency', currency, maximumFractionDigits: isLarge ? 0 : 2, minimumFractionDigits: isLarge || Number.isInteger(value) ? 0 : 2 })
  } catch {
    // A currency code that the browser does not know.
    return `${formatNumber(value, { maximumFractionDigits: 2 })} ${currency}`
  }
}

/** The change against a period before, as a share: 0.12 for 12 % more; null where there is nothing to compare with. */
export function compareWithBefore(now: number, before: number): number | null {
  return before === 0 ? null : (now - before) / Math.abs(before)
}

export function formatChange(share: number): string {
  const digits = Math.abs(share) < 0.1 ? 1 : 0
  return formatNumber(share, { style: 'percent', signDisplay: 'exceptZero', maximumFractionDigits: digits })
}

export function formatDateTime(instant: string, timezone?: string): string {
  return findDateFormat(language, { dateStyle: 'medium', timeStyle: 'medium', timeZone: timezone }).format(new Date(instant))
}

export function formatDate(instant: string, timezone?: string): string {
  return findDateFormat(language, { dateStyle: 'medium', timeZone: timezone }).format(new Date(instant))
}

/** 2026-03-01 → 1 Mar, for axes. */
export function formatDay(day: string): string {
  return findDateFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}

export function formatClock(instant: string, timezone?: string): string {
  return findDateFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: timezone }).format(new Date(instant))
}

const steps: Array<[unit: Intl.RelativeTimeFormatUnit, seconds: number]> = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "3 minutes ago", "in 2 days"; under 45 seconds "just now". */
export function formatRelative(instant: string, nowMilliseconds: number): string {
  const seconds = (new Date(instant).getTime() - nowMilliseconds) / 1000
  // The clock of the page ticks every 15 seconds, so what has just happened may seem to lie ahead.
  if (Math.abs(seconds) < 45) return seconds > 20 ? 'in a moment' : 'just now'
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'long' })
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit)
  }
  return relative.format(Math.trunc(seconds / 60) || Math.sign(seconds), 'minute')
}

/** 1,536 → 1.5 kB */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${formatNumber(bytes / 1000, { maximumFractionDigits: 1 })} kB` : `${formatNumber(bytes / 1_000_000, { maximumFractionDigits: 1 })} MB`
}

/** Seconds as the largest two units: 95 → 1 min 35 s */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 60) return `${formatNumber(seconds, { maximumFractionDigits: 1 })} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${Math.round(seconds % 60)} s`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** DE → Germany; anything unknown stays as it is. */
export function formatCountry(code: string): string {
  try {
    return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}
