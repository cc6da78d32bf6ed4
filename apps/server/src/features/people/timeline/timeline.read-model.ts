// The timeline of a person out of ClickHouse: lines by keyset, visits folded into one line each.
import type { z } from 'zod'
import type { ClickHouse } from '../../../platform/clickhouse.ts'
import type { PersonEvent, TimelineItem, personEventsQuery, timelineQuery } from '../people.contract.ts'
import { standAloneEvents, tellEvent } from './stories.ts'
import { tellVisit } from './visit-story.ts'

/** Where an event took place; the one definition that filter and display share. */
const channelSql = `multiIf(
  text_properties['context.channel'] IN ('web', 'app', 'store', 'email', 'phone', 'chat', 'social'), text_properties['context.channel'],
  text_properties['channel'] IN ('web', 'app', 'store', 'email', 'phone', 'chat', 'social'), text_properties['channel'],
  name = 'Interaction Logged', multiIf(text_properties['kind'] = 'call', 'phone', text_properties['kind'] IN ('store_visit', 'meeting'), 'store', 'other'),
  origin = 'system', 'system',
  startsWith(name, 'Email ') OR startsWith(name, 'Newsletter '), 'email',
  type = 'screen', 'app',
  type = 'page' OR session_id != '' OR origin = 'browser' OR text_properties['context.page.path'] != '', 'web',
  'other')`

const scopeSql = 'workspace_id = {workspace:UInt32} AND profile_id IN {profiles:Array(UUID)}'
const keySql = "if(session_id != '' AND NOT has({alone:Array(String)}, name), concat('s:', session_id), concat('e:', toString(seq)))"

/** Milliseconds since 1970. */
const millis = (column: string) => `toUnixTimestamp64Milli(${column})`

export interface PersonScope {
  workspaceId: number
  /** The profile and all that were merged into it. */
  profileIds: string[]
}

function filterSql(query: Omit<z.output<typeof timelineQuery>, 'cursor' | 'limit'>): { where: string; params: Record<string, unknown> } {
  const parts: string[] = []
  const params: Record<string, unknown> = {}
  if (query.channel) {
    parts.push(`${channelSql} = {channel:String}`)
    params['channel'] = query.channel
  }
  if (query.name) {
    parts.push('(name = {name:String} OR (name = \'\' AND type = {name:String}))')
    params['name'] = query.name
  }
  if (query.search?.trim()) {
    parts.push('(positionCaseInsensitiveUTF8(name, {search:String}) > 0 OR positionCaseInsensitiveUTF8(payload, {search:String}) > 0)')
    params['search'] = query.search.trim()
  }
  if (query.from) {
    parts.push('time >= fromUnixTimestamp64Milli({from:Int64})')
    params['from'] = Date.parse(query.from)
  }
  if (query.to) {
    parts.push('time < fromUnixTimestamp64Milli({to:Int64})')
    params['to'] = Date.parse(query.to)
  }
  return { where: parts.map((part) => ` AND ${part}`).join(''), params }
}

interface Line {
  key: string
  started: number
  ended: number
  events: number
}

async function listLines(clickhouse: ClickHouse, scope: PersonScope, query: z.output<typeof timelineQuery>): Promise<Line[]> {
  const filter = filterSql(query)
  const cursor = /^(\d+)\|(.+)$/.exec(Buffer.from(query.cursor ?? '', 'base64url').toString())
  const having = cursor ? ' HAVING (ended, key) < ({ended:Int64}, {key:String})' : ''
  return clickhouse.query<Line>(
    `SELECT ${keySql} AS key, min(${millis('time')}) AS started, max(${millis('time')}) AS ended, count() AS events
     FROM events WHERE ${scopeSql}${filter.where} GROUP BY key${having} ORDER BY ended DESC, key DESC LIMIT {limit:UInt32}`,
    {
      workspace: scope.workspaceId, profiles: scope.profileIds, alone: standAloneEvents, limit: query.limit + 1, ...filter.params,
      ...(cursor ? { ended: Number(cursor[1]), key: cursor[2] } : {}),
    },
  )
}

interface EventRow {
  seq: number
  type: string
  name: string
  at: number
  session: string
  channel: TimelineItem['channel']
  key: string
  payload: string
}

/** The newest events of a visit are enough to tell it. */
const maxEventsPerVisit = 60

async function readLineEvents(clickhouse: ClickHouse, scope: PersonScope, lines: readonly Line[]): Promise<EventRow[]> {
  const seqs = lines.flatMap(({ key }) => (key.startsWith('e:') ? [Number(key.slice(2))] : []))
  const sessions = lines.flatMap(({ key }) => (key.startsWith('s:') ? [key.slice(2)] : []))
  return clickhouse.query<EventRow>(
    `SELECT seq, type, name, ${millis('time')} AS at, session_id AS session, ${channelSql} AS channel, ${keySql} AS key, payload
     FROM events WHERE ${scopeSql} AND time BETWEEN fromUnixTimestamp64Milli({first:Int64}) AND fromUnixTimestamp64Milli({last:Int64})
       AND (has({seqs:Array(UInt64)}, seq) OR has({sessions:Array(String)}, session_id))
     ORDER BY time DESC, seq DESC LIMIT ${maxEventsPerVisit} BY key`,
    {
      workspace: scope.workspaceId, profiles: scope.profileIds, alone: standAloneEvents, seqs, sessions,
      first: Math.min(...lines.map((line) => line.started)), last: Math.max(...lines.map((line) => line.ended)),
    },
  )
}

function parsePayload(row: { payload: string }): Record<string, unknown> {
  return JSON.parse(row.payload) as Record<string, unknown>
}

function toVisit(rows: readonly EventRow[], hasOrdered: boolean): Pick<TimelineItem, 'title' | 'detail' | 'icon' | 'tone' | 'amount' | 'type' | 'name' | 'channel'> {
  const events = rows.toReversed().map((row) => ({ type: row.type, name: row.name, time: String(row.at), payload: parsePayload(row) }))
  const told = tellVisit(events, hasOrdered)
  const isApp = events.some((event) => event.type === 'screen')
  return { ...told, detail: told.detail || null, icon: isApp ? 'app' : 'visit', tone: 'neutral', amount: null, type: 'visit', name: '', channel: rows[0]?.channel ?? 'web' }
}

function toLine(line: Line, rows: readonly EventRow[], orderedSessions: ReadonlySet<string>): TimelineItem {
  const sessionId = line.key.startsWith('s:') ? line.key.slice(2) : null
  const first = rows[0]
  const base = {
    key: line.key, startedAt: new Date(line.started).toISOString(), endedAt: new Date(line.ended).toISOString(),
    eventCount: line.events, seqs: rows.slice(0, 20).map((row) => row.seq),
  }
  if (sessionId && line.events > 1) return { ...base, kind: 'visit', sessionId, ...toVisit(rows, orderedSessions.has(sessionId)) }
  if (!first) return { ...base, kind: 'event', type: '', name: '', title: '', detail: null, icon: 'visit', tone: 'neutral', channel: 'other', amount: null, sessionId }
  const told = tellEvent(first.type, first.name, parsePayload(first))
  return {
    ...base, kind: 'event', type: first.type, name: first.name, title: told.title, detail: told.detail || null, icon: told.icon, tone: told.tone,
    channel: first.channel, amount: told.amount ?? null, sessionId: first.session || null,
  }
}

/** One page of lines, newest first. */
export async function readTimeline(
  clickhouse: ClickHouse, scope: PersonScope, query: z.output<typeof timelineQuery>,
): Promise<{ items: TimelineItem[]; nextCursor: string | null }> {
  const found = await listLines(clickhouse, scope, query)
  const lines = found.slice(0, query.limit)
  if (lines.length === 0) return { items: [], nextCursor: null }
  const rows = await readLineEvents(clickhouse, scope, lines)
  const byKey = Map.groupBy(rows, (row) => row.key)
  const orderedSessions = new Set(rows.filter((row) => row.name === 'Order Completed' && row.session).map((row) => row.session))
  const last = lines.at(-1)!
  return {
    items: lines.map((line) => toLine(line, byKey.get(line.key) ?? [], orderedSessions)),
    nextCursor: found.length > query.limit ? Buffer.from(`${last.ended}|${last.key}`).toString('base64url') : null,
  }
}

interface RawRow extends EventRow {
  messageId: string
  receivedAt: number
  origin: string
}

/** The raw events, newest first. */
export async function readEvents(
  clickhouse: ClickHouse, scope: PersonScope, query: z.output<typeof personEventsQuery>,
): Promise<{ items: PersonEvent[]; nextCursor: string | null }> {
  const cursor = /^(\d+)\|(\d+)$/.exec(Buffer.from(query.cursor ?? '', 'base64url').toString())
  const parts: string[] = []
  const params: Record<string, unknown> = {}
  const add = (condition: string, name: string, value: unknown) => {
    parts.push(condition)
    params[name] = value
  }
  if (query.session) add("session_id = {session:String}", 'session', query.session)
  if (query.name) add('name = {name:String}', 'name', query.name)
  if (query.seqs) add('has({seqs:Array(UInt64)}, seq)', 'seqs', query.seqs.split(',').map(Number).filter(Number.isSafeInteger))
  if (cursor) {
    add('(toUnixTimestamp64Milli(time), seq) < ({at:Int64}, {seq:UInt64})', 'at', Number(cursor[1]))
    params['seq'] = Number(cursor[2])
  }
  const rows = await clickhouse.query<RawRow>(
    `SELECT seq, message_id AS messageId, type, name, ${millis('time')} AS at, ${millis('received_at')} AS receivedAt, session_id AS session, origin,
       ${channelSql} AS channel, payload
     FROM events WHERE ${scopeSql}${parts.map((part) => ` AND ${part}`).join('')} ORDER BY time DESC, seq DESC LIMIT {limit:UInt32}`,
    { workspace: scope.workspaceId, profiles: scope.profileIds, limit: query.limit + 1, ...params },
  )
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const items = page.map((row): PersonEvent => {
    const payload = parsePayload(row)
    return {
      seq: row.seq, messageId: row.messageId, type: row.type, name: row.name, title: tellEvent(row.type, row.name, payload).title,
      time: new Date(row.at).toISOString(), receivedAt: new Date(row.receivedAt).toISOString(), channel: row.channel, origin: row.origin,
      sessionId: row.session || null, payload,
    }
  })
  return { items, nextCursor: rows.length > query.limit && last ? Buffer.from(`${last.at}|${last.seq}`).toString('base64url') : null }
}
