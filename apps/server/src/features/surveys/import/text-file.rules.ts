// How a text file is written: its encoding and what stands between its columns.

/** Share of zero bytes at even or odd places from which text is UTF-16: ASCII in it has half of them. */
const enoughZeros = 0.3

function countZeros(bytes: Buffer, first: 0 | 1): number {
  const seen = bytes.subarray(0, 2_000)
  let zeros = 0
  for (let index = first; index < seen.length; index += 2) if (seen[index] === 0) zeros += 1
  return zeros / Math.max(1, Math.floor(seen.length / 2))
}

function findEncoding(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (countZeros(bytes, 1) > enoughZeros) return 'utf-16le'
  return countZeros(bytes, 0) > enoughZeros ? 'utf-16be' : 'utf-8'
}

/** By its byte order mark, else by its zero bytes; UTF-8 when it is valid as such, else Windows-1252. */
export function decodeText(bytes: Buffer): string {
  const encoding = findEncoding(bytes)
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder(encoding === 'utf-8' ? 'windows-1252' : encoding).decode(bytes)
  }
}

const delimiters = [',', ';', '\t'] as const

function countOutsideQuotes(line: string, wanted: string): number {
  let count = 0
  let isQuoted = false
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted
    else if (character === wanted && !isQuoted) count += 1
  }
  return count
}

/** The delimiter that the head has most of, or the one that spreadsheets name in a line of its own: `sep=;`. */
export function findDelimiter(text: string): { delimiter: string; body: string } {
  const named = /^sep=(.)\r?\n/i.exec(text)
  if (named) return { delimiter: named[1]!, body: text.slice(named[0].length) }
  const [head = ''] = text.split(/\r?\n/, 1)
  const counts = delimiters.map((delimiter) => ({ delimiter, count: countOutsideQuotes(head, delimiter) }))
  return { delimiter: counts.toSorted((left, right) => right.count - left.count)[0]!.delimiter, body: text }
}
