// A rule as one ClickHouse query: who it holds at a moment. The other evaluator is conditions/tree.ts.
import type { PersonValues } from '../people/index.ts'
import type { Definition } from './conditions.contract.ts'
import type { SqlContext } from './conditions/define-condition.ts'
import type { Moment } from './conditions/moment.ts'
import { instantSql, quote } from './conditions/sql-text.ts'
import { compileTree, listLeaves, mayHoldWithoutEvents, readsSource } from './conditions/tree.ts'
import { segmentEntered, segmentLeft } from './segments.contract.ts'

/** What a rule may refer to, as it is known when it is compiled. */
export interface RuleEnvironment extends Moment {
  workspaceId: number
  /** Whether any profile has gone into another: else events need no redirecting. */
  hasRedirects: boolean
  /** The rule of a live segment, null for a static list, undefined for one that is gone. */
  findRule(segmentId: string): Definition | null | undefined
  companies: ReadonlyMap<string, PersonValues>
}

interface Aggregates {
  /** Expression → column. */
  columns: Map<string, string>
  rows: Set<string>
}

function createContext(environment: RuleEnvironment, aggregates: Aggregates): SqlContext {
  const context: SqlContext = {
    now: environment.now,
    timezone: environment.timezone,
    aggregate(expression, rows) {
      aggregates.rows.add(rows)
      let column = aggregates.columns.get(expression)
      if (!column) aggregates.columns.set(expression, (column = `a${aggregates.columns.size}`))
      return column
    },
    segment(segmentId) {
      const rule = environment.findRule(segmentId)
      if (rule === undefined) return '(0)'
      return rule === null ? listMembership(segmentId, context) : compileTree(rule, context)
    },
    companies: (test) => [...environment.companies].flatMap(([id, values]) => (test(values) ? [id] : [])),
  }
  return context
}

/** Who is on a static list: those whose latest entry or exit is an entry. */
function listMembership(segmentId: string, context: SqlContext): string {
  const rows = `type = 'track' AND name IN ('${segmentEntered}', '${segmentLeft}') AND origin = 'system' AND text_properties['segment_id'] = ${quote(segmentId)}`
  const events = `(${rows} AND time <= ${instantSql(context.now)})`
  return `(${context.aggregate(`argMaxIf(name, seq, ${events})`, events)} = '${segmentEntered}')`
}

/** The profile that stands for the person of an event, and what the query must join for it. */
export function redirectSql({ workspaceId, hasRedirects }: Pick<RuleEnvironment, 'workspaceId' | 'hasRedirects'>): { root: string; join: string } {
  if (!hasRedirects) return { root: 'profile_id', join: '' }
  return {
    root: "if(moved.root = toUUID('00000000-0000-0000-0000-000000000000'), profile_id, moved.root)",
    join: ` LEFT ANY JOIN (SELECT id AS moved_id, root FROM redirects FINAL WHERE workspace_id = ${workspaceId} AND root != id) AS moved ON events.profile_id = moved.moved_id`,
  }
}

function factsSql(environment: RuleEnvironment, { columns, rows }: Aggregates): string {
  const { root, join } = redirectSql(environment)
  const selected = [...columns].map(([expression, column]) => `${expression} AS ${column}`)
  return `SELECT ${root} AS id, ${selected.join(', ')} FROM events${join} WHERE workspace_id = ${environment.workspaceId} AND (${[...rows].join(' OR ')}) GROUP BY id`
}

/** All rules that the tree leads to, its own first. */
function listRules(definition: Definition, environment: RuleEnvironment): Definition[] {
  const nested = listLeaves(definition).flatMap((leaf) => (leaf.type === 'segment' ? (environment.findRule(leaf.segmentId) ?? []) : []))
  return [definition, ...nested.flatMap((rule) => listRules(rule, environment))]
}

function peopleNowSql({ workspaceId }: RuleEnvironment): string {
  return `(SELECT id, texts, numbers, times, lists FROM people FINAL WHERE workspace_id = ${workspaceId} AND is_deleted = 0)`
}

/** The ids of the people the rule holds for, as a query without an end: `SELECT id …`. `people`: where people are read from, when not as they are now. */
export function compileRule(definition: Definition, environment: RuleEnvironment, people = peopleNowSql(environment)): string {
  const aggregates: Aggregates = { columns: new Map(), rows: new Set() }
  const condition = compileTree(definition, createContext(environment, aggregates))
  const leaves = listRules(definition, environment).flatMap(listLeaves)
  const needsPeople = mayHoldWithoutEvents(definition) || readsSource(leaves, 'person') || readsSource(leaves, 'company')
  const hasEvents = aggregates.columns.size > 0
  if (!needsPeople && hasEvents) return `SELECT id FROM (${factsSql(environment, aggregates)}) WHERE ${condition}`
  return `SELECT id FROM ${people} AS person${hasEvents ? ` LEFT JOIN (${factsSql(environment, aggregates)}) AS facts USING (id)` : ''} WHERE ${condition}`
}
