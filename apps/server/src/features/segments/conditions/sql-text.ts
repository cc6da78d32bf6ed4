// Literals of ClickHouse's SQL. Conditions carry up to thousands of values: too many for parameters in an address.

/** A string literal; whatever the text holds, it stays inside its quotes. */
export function quote(text: string): string {
  return `'${text.toWellFormed().replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\0', '\\0')}'`
}

/** Beyond every number that is kept of an event or a person (below 1e31), and within Decimal(38, 6). */
const maxOperand = 9e31

/** A Decimal(38, 6) literal of a finite number; one beyond all that can be compared with it is cut. */
export function decimal(given: number): string {
  const value = Math.min(Math.max(given, -maxOperand), maxOperand)
  const micros = Math.abs(value) < maxExactNumber ? BigInt(Math.round(value * 1e6)) : BigInt(Math.round(value)) * 1_000_000n
  const digits = (micros < 0n ? -micros : micros).toString().padStart(7, '0')
  return `toDecimal128('${micros < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}', 6)`
}

/** Below it a number keeps six decimals; also the largest that sums, averages, minima and maxima take in. */
export const maxExactNumber = 9_007_199_254

/** A DateTime64(3) of milliseconds since 1970. */
export function instantSql(milliseconds: number): string {
  return `fromUnixTimestamp64Milli(${Math.round(milliseconds)}::Int64, 'UTC')`
}

/** A UUID literal. */
export function uuidSql(id: string): string {
  return `toUUID(${quote(id)})`
}
