// Currencies and time zones that the browser knows, for choosing.

/** Every currency as "EUR – Euro", the common ones first. */
export function currencies(): Array<{ value: string; label: string }> {
  const names = new Intl.DisplayNames(['en'], { type: 'currency' })
  const common = ['EUR', 'USD', 'GBP', 'CHF']
  const all = Intl.supportedValuesOf('currency')
  return [...common, ...all.filter((code) => !common.includes(code))].map((code) => ({ value: code, label: `${code} – ${names.of(code) ?? code}` }))
}

/** Every IANA zone, UTC first. */
export function timezones(): string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]
}

/** The zone of this browser. */
export function findTimezone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
}
