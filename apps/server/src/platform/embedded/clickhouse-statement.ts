// Reads just enough of a ClickHouse statement to run it safely: where inline data begins, and that it is only one.

export type Statement = {
  /** The first word in upper case: SELECT, INSERT, CREATE … */
  verb: string
  /** Whether a later query on the same connection could notice that this one ran. */
  leavesTraces: boolean
  /** The statement without inline data of a named format. */
  text: string
  /** Present for `INSERT … FORMAT x`: what follows the format's name is data. */
  inlineData?: { data: string; fromFilePosition: number }
}

export class StatementError extends Error {
  override name = 'StatementError'
}

const TRACELESS_VERBS = new Set(
  'SELECT WITH INSERT CREATE ALTER DROP TRUNCATE OPTIMIZE DELETE UPDATE RENAME EXCHANGE ATTACH DETACH SHOW DESCRIBE DESC EXISTS EXPLAIN CHECK SYSTEM KILL'.split(
    ' ',
  ),
)

/**
 * @throws StatementError when more than one statement is given: the engine would run them all, ClickHouse's own HTTP
 *   interface refuses them, and a stacked statement is what an injection looks like
 */
export function readStatement(sql: string): Statement {
  const words: string[] = []
  let depth = 0
  let settingsPosition: number | undefined
  let position = 0
  while (position < sql.length) {
    const next = skipOpaque(sql, position)
    if (next > position) {
      position = next
      continue
    }
    const character = sql[position]!
    if (character === ';') {
      if (skipBlank(sql, position + 1) < sql.length) {
        throw new StatementError('Syntax error (Multi-statements are not allowed)')
      }
      return describe(words, sql.slice(0, position))
    }
    if (character === '(') depth++
    else if (character === ')') depth--
    const word = readWord(sql, position)
    if (!word) {
      position++
      continue
    }
    if (depth === 0) {
      const isKeyword = words.at(-1) !== 'INTO' && sql[position - 1] !== '.'
      const upper = isKeyword ? word.toUpperCase() : ''
      if (upper === 'SETTINGS') settingsPosition = position
      if (upper === 'FORMAT' && words[0] === 'INSERT' && !words.some((earlier) => earlier === 'SELECT' || earlier === 'VALUES')) {
        const nameStart = skipBlank(sql, position + word.length)
        const nameEnd = nameStart + readWord(sql, nameStart).length
        // A setting may be called after the table's name only before FORMAT, which is where a file would be named.
        return {
          ...describe(words, sql.slice(0, nameEnd)),
          inlineData: { data: sql.slice(nameEnd).replace(/^[ \t]*(;|\r?\n)?/, ''), fromFilePosition: settingsPosition ?? position },
        }
      }
      words.push(isKeyword ? upper : word)
    }
    position += word.length
  }
  return describe(words, sql)
}

function describe(words: string[], text: string): Statement {
  const verb = words[0] ?? ''
  return { verb, text, leavesTraces: !TRACELESS_VERBS.has(verb) || words[1] === 'TEMPORARY' }
}

function readWord(sql: string, position: number): string {
  const pattern = /[A-Za-z_][A-Za-z0-9_]*/y
  pattern.lastIndex = position
  return pattern.exec(sql)?.[0] ?? ''
}

function skipBlank(sql: string, start: number): number {
  let position = start
  for (;;) {
    if (/[\s;]/.test(sql[position] ?? '')) position++
    else if (isComment(sql, position)) position = skipOpaque(sql, position)
    else return position
  }
}

function isComment(sql: string, position: number): boolean {
  return sql.startsWith('--', position) || sql.startsWith('/*', position) || /^#[ !]/.test(sql.slice(position, position + 2))
}

/** The end of the string, quoted name, heredoc, number or comment that begins here, or the same position. */
function skipOpaque(sql: string, position: number): number {
  const character = sql[position]!
  if (character === "'" || character === '"' || character === '`') return skipQuoted(sql, position, character)
  if (sql.startsWith('/*', position)) return endOf(sql, '*/', position + 2)
  if (isComment(sql, position)) return endOf(sql, '\n', position)
  if (character === '$') {
    const tag = /\$\w*\$/y
    tag.lastIndex = position
    const opening = tag.exec(sql)?.[0]
    if (opening) return endOf(sql, opening, position + opening.length)
  }
  if (character >= '0' && character <= '9') {
    const number = /[0-9][0-9A-Za-z_]*/y
    number.lastIndex = position
    return position + (number.exec(sql)?.[0].length ?? 0)
  }
  return position
}

function skipQuoted(sql: string, start: number, quote: string): number {
  for (let position = start + 1; position < sql.length; position++) {
    if (sql[position] === '\\') position++
    else if (sql[position] === quote) {
      if (sql[position + 1] !== quote) return position + 1
      position++
    }
  }
  return sql.length
}

function endOf(sql: string, terminator: string, from: number): number {
  const found = sql.indexOf(terminator, from)
  return found === -1 ? sql.length : found + terminator.length
}
