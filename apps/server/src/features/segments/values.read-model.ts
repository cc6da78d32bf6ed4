// Values that were really seen, for the builder to offer.
import type { z } from 'zod'
import type { Platform } from '../../platform/platform.ts'
import { propertySql } from './conditions/event-match.ts'
import type { ValueSql } from './conditions/operators.ts'
import { personSql } from './conditions/person-sql.ts'
import { quote } from './conditions/sql-text.ts'
import type { ValueList, valuesQuery } from './segments.contract.ts'

const offered = 20
/** The newest of a property's events are enough to know its values. */
const lookedAt = 200_000

function valueOf({ text, hasText, number, hasNumber }: ValueSql): { value: string; has: string } {
  return { value: `if(${hasText}, ${text}, toString(${number}))`, has: `(${hasText} OR ${hasNumber})` }
}

function sourceSql(workspaceId: number, { event, type, property }: z.output<typeof valuesQuery>): string {
  if (event === undefined) {
    const { value, has } = valueOf(personSql(property))
    const listed = `SELECT arrayJoin(lists[${quote(property)}]) AS value FROM people FINAL WHERE workspace_id = ${workspaceId} AND is_deleted = 0 AND notEmpty(lists[${quote(property)}])`
    return `SELECT ${value} AS value FROM people FINAL WHERE workspace_id = ${workspaceId} AND is_deleted = 0 AND ${has} AND empty(lists[${quote(property)}]) UNION ALL ${listed}`
  }
  const { value, has } = valueOf(propertySql(property))
  const which = [type ? `type = ${quote(type)}` : '1', event === '*' ? '1' : `name = ${quote(event)}`]
  return `SELECT ${value} AS value FROM events WHERE workspace_id = ${workspaceId} AND ${which.join(' AND ')} AND ${has} LIMIT ${lookedAt}`
}

/** The most frequent values, at most 20. */
export async function listValues({ clickhouse }: Platform, workspaceId: number, query: z.output<typeof valuesQuery>): Promise<ValueList> {
  const search = query.search?.trim()
  const items = await clickhouse.query<{ value: string; count: number }>(
    `SELECT value, count() AS count FROM (${sourceSql(workspaceId, query)}) ${search ? `WHERE positionCaseInsensitiveUTF8(value, ${quote(search)}) > 0` : ''}
     GROUP BY value ORDER BY count DESC, value LIMIT ${offered}`,
  )
  return { items }
}
