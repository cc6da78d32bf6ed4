// Why a person is, or isn't, held by a rule: the tree with the value behind each leaf.
import type { z } from 'zod'
import { RapportError, notFound } from '../../platform/errors.ts'
import type { Platform } from '../../platform/platform.ts'
import { findPersonState } from '../people/index.ts'
import type { Definition } from './conditions.contract.ts'
import { explain, listSeries } from './conditions/tree.ts'
import { collectLeaves, createDefinitions, type SeriesRecord } from './live/definitions.ts'
import { readSeriesOf } from './live/history.ts'
import { createLiveState } from './live/live-state.ts'
import { loadCompanies, loadDefinitions } from './live/load-live.ts'
import { seriesKey, seriesKind } from './live/series/index.ts'
import { createSubject } from './live/subject.ts'
import { findMembership } from './members.store.ts'
import { loadRuleEnvironment } from './rule-environment.ts'
import { checkDefinition } from './segments.rules.ts'
import { readNames, readRules } from './segments.store.ts'
import { listChangesOf } from './told-changes.ts'
import type { Explanation, explainRequest } from './segments.contract.ts'

const everything = Number.MAX_SAFE_INTEGER

/** What the whole history says of the person, in the form in which the processor keeps it. */
async function readSubject(platform: Platform, workspaceId: number, definition: Definition, person: NonNullable<Awaited<ReturnType<typeof findPersonState>>>) {
  const { now, timezone } = await loadRuleEnvironment(platform, workspaceId)
  const stored = await loadDefinitions(platform.pool, workspaceId)
  const wanted = collectLeaves(definition, (id) => stored.byId.get(id)?.definition)
  const series = listSeries(wanted).map((item, index): SeriesRecord => ({ ref: index, key: seriesKey(item), definition: item, fromSeq: 0, isFilled: true }))
  const filled = await readSeriesOf(platform.clickhouse, { workspaceId, series, toSeq: everything, now }, person.memberIds)
  const state = createLiveState()
  for (const [record, part] of [...filled.values()].flat()) {
    const kind = seriesKind(record.definition)
    state.series.set(record.ref, kind.combine(state.series.get(record.ref) ?? kind.empty(), part, record.definition))
  }
  // Static lists are asked by their membership, which is kept under their ref.
  for (const segment of stored.segments) if (segment.kind === 'static' && (await findMembership(platform.db, workspaceId, segment.id, person.profile.id))) state.memberships.set(segment.ref, 0)
  const definitions = createDefinitions(stored.segments, series)
  const companies = await loadCompanies(platform.pool, workspaceId, { ...definitions, readsCompanies: wanted.some((leaf) => leaf.type === 'company') })
  const moment = { now, timezone }
  return { subject: createSubject(person.profile, state, definitions, companies, moment), moment }
}

/** @throws not_found, invalid_request */
export async function explainPerson(platform: Platform, workspaceId: number, request: z.output<typeof explainRequest>): Promise<Explanation> {
  const { segmentId } = request
  if (!segmentId === !request.definition) throw new RapportError('invalid_request', 'Give either a segment or a rule.')
  const rules = await readRules(platform.db, workspaceId)
  if (segmentId && !rules.has(segmentId)) throw notFound('segment')
  if (request.definition) checkDefinition(request.definition, rules)
  const person = await findPersonState(platform.db, workspaceId, request.profileId)
  if (!person) throw notFound('person')
  const definition = request.definition ?? rules.get(segmentId!) ?? null
  const [membership, changes, names] = await Promise.all([
    segmentId ? findMembership(platform.db, workspaceId, segmentId, person.profile.id) : undefined,
    segmentId ? listChangesOf(platform.clickhouse, workspaceId, person.memberIds, segmentId) : [],
    readNames(platform.db, workspaceId),
  ])
  const found = definition && (await readSubject(platform, workspaceId, definition, person))
  const tree = found && definition ? explain(definition, found.subject, found.moment, { segment: (id) => names.get(id) ?? 'a segment that is gone' }) : null
  const [last] = changes
  return {
    profileId: person.profile.id, name: person.name, isMember: segmentId ? membership !== undefined : (tree?.holds ?? false), since: membership?.since.toISOString() ?? null,
    lastChange: last ? { direction: last.direction, at: new Date(last.at).toISOString(), cause: last.cause, reason: last.reason } : null,
    tree,
  }
}
