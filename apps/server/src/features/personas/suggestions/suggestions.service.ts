// Use cases of suggestions: ask for them, follow, cancel, accept, dismiss.
import { uuidv7 } from 'uuidv7'
import { RapportError, notFound } from '../../../platform/errors.ts'
import type { Principal } from '../../../platform/http.ts'
import type { Platform } from '../../../platform/platform.ts'
import { recordChange } from '../../audit/index.ts'
import { definition } from '../../segments/conditions.contract.ts'
import type { AcceptRequest, Persona, Suggestion, SuggestionRun } from '../personas.contract.ts'
import { addPersona, describePersona, mergeText } from '../personas.service.ts'
import { makeSegment } from '../segment-access.ts'
import {
  decideSuggestion, deleteOldRuns, endRun, findNewestRun, findRun, insertRun, listSuggestions, lockSuggestion, type StoredRun,
} from './suggestions.store.ts'

export const suggestJobName = 'suggest-personas'
const keptRuns = 5

async function toReply(platform: Platform, workspaceId: number, run: StoredRun): Promise<SuggestionRun> {
  const { result, createdAt, finishedAt, ...facts } = run
  return {
    ...facts, createdAt: createdAt.toISOString(), finishedAt: finishedAt?.toISOString() ?? null,
    k: result?.k ?? null, silhouette: result?.silhouette ?? null, tried: result?.tried ?? [],
    suggestions: run.state === 'done' ? await listSuggestions(platform.db, workspaceId, run.id) : [],
  }
}

export async function readNewestRun(platform: Platform, workspaceId: number): Promise<SuggestionRun | null> {
  const run = await findNewestRun(platform.db, workspaceId)
  return run ? toReply(platform, workspaceId, run) : null
}

/** @throws not_found */
export async function readRun(platform: Platform, workspaceId: number, id: string): Promise<SuggestionRun> {
  const run = await findRun(platform.db, workspaceId, id)
  if (!run) throw notFound('run of suggestions')
  return toReply(platform, workspaceId, run)
}

/** Queues a run; the one that is waiting or under way is answered, if there is one. */
export async function requestRun(platform: Platform, workspaceId: number, actor: Principal, seed: number): Promise<SuggestionRun> {
  const id = uuidv7()
  await platform.db.transaction().execute(async (tx) => {
    if (!(await insertRun(tx, workspaceId, { id, seed, requestedBy: actor.name, at: new Date(platform.clock.now()) }))) return
    await deleteOldRuns(tx, workspaceId, keptRuns)
    await recordChange(tx, { workspaceId, actor, action: 'persona_suggestions.requested', target: { kind: 'persona_suggestions', id, name: 'Suggested personas' }, before: null, after: { seed } })
    await platform.jobs.add(tx, [{ name: suggestJobName, payload: { workspaceId, runId: id }, key: `${suggestJobName}-${id}` }])
  })
  return (await readNewestRun(platform, workspaceId))!
}

/** Stops a run; the worker notices at its next step. @throws not_found; conflict when it is over */
export async function cancelRun(platform: Platform, workspaceId: number, id: string): Promise<SuggestionRun> {
  const run = await findRun(platform.db, workspaceId, id)
  if (!run) throw notFound('run of suggestions')
  const isEnded = await endRun(platform.db, workspaceId, id, { state: 'cancelled', at: new Date(platform.clock.now()) })
  if (!isEnded) throw new RapportError('conflict', 'This run is over already.')
  return readRun(platform, workspaceId, id)
}

function assertOpen(suggestion: Suggestion | undefined): asserts suggestion is Suggestion {
  if (!suggestion) throw notFound('suggestion')
  if (suggestion.state === 'accepted') throw new RapportError('conflict', 'This suggestion has become a persona already.')
}

/** Makes the segment and the persona of a suggestion, as edited. @throws not_found; conflict when it was accepted before */
export async function acceptSuggestion(platform: Platform, workspaceId: number, actor: Principal, id: string, request: AcceptRequest): Promise<Persona> {
  const personaId = await platform.db.transaction().execute(async (tx) => {
    const suggestion = await lockSuggestion(tx, workspaceId, id)
    assertOpen(suggestion)
    const text = mergeText(suggestion.persona, request)
    const description = `Stands for the persona “${text.name}”: ${suggestion.ruleText}.`.slice(0, 1_000)
    const segmentId = await makeSegment(platform, workspaceId, { name: text.name, description, definition: definition.parse(suggestion.definition) }, actor)
    const made = await addPersona(platform, tx, workspaceId, actor, { text, segmentId, portraitSeed: request.portraitSeed ?? suggestion.portraitSeed })
    await decideSuggestion(tx, workspaceId, id, { state: 'accepted', personaId: made })
    return made
  })
  return describePersona(platform, workspaceId, personaId)
}

/** Puts a suggestion aside, or (`isDismissed` false) back. @throws not_found; conflict when it was accepted */
export async function dismissSuggestion(platform: Platform, workspaceId: number, actor: Principal, id: string, isDismissed: boolean): Promise<Suggestion> {
  return platform.db.transaction().execute(async (tx) => {
    const suggestion = await lockSuggestion(tx, workspaceId, id)
    assertOpen(suggestion)
    const state = isDismissed ? 'dismissed' : 'open'
    if (state === suggestion.state) return suggestion
    await decideSuggestion(tx, workspaceId, id, { state, personaId: null })
    const target = { kind: 'persona_suggestion', id, name: suggestion.persona.name }
    await recordChange(tx, { workspaceId, actor, action: `persona_suggestion.${isDismissed ? 'dismissed' : 'reopened'}`, target, before: { state: suggestion.state }, after: { state } })
    return { ...suggestion, state }
  })
}
