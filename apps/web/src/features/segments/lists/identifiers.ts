// Reads what people paste or upload to say who belongs on a list.

/** One identifier a line; commas, semicolons and tabs part them, too. Each once, in the order given. */
export function splitIdentifiers(text: string): string[] {
  return [...new Set(text.split(/[\n\r,;\t]+/).map((part) => part.trim().replaceAll(/^"|"$/g, '')).filter(Boolean))]
}

/** Names of the columns of a CSV, from its first line; quotes may hold the separator. */
export function readColumns(csv: string): string[] {
  const line = csv.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? ''
  const separator = [',', ';', '\t'].toSorted((left, right) => line.split(right).length - line.split(left).length)[0] ?? ','
  const names: string[] = []
  let name = ''
  let isQuoted = false
  for (const letter of line) {
    if (letter === '"') isQuoted = !isQuoted
    else if (letter === separator && !isQuoted) {
      names.push(name.trim())
      name = ''
    } else name += letter
  }
  names.push(name.trim())
  return [...new Set(names.filter(Boolean))]
}
