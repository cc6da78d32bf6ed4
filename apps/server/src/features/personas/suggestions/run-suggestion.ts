// Works on one run from beginning to end, in a job.
import { uuidv7 } from 'uuidv7'
import { RapportError } from '../../../platform/errors.ts'
import type { Platform } from '../../../platform/platform.ts'
import { suggestClusters, type SuggestedClusters } from '../clustering/suggest-clusters.ts'
import { drawSeed } from '../personas.service.ts'
import { beginRun, endRun, insertSuggestions, saveRunProgress } from './suggestions.store.ts'

export interface RunAddress {
  workspaceId: number
  runId: string
}

async function saveResult({ db, clock }: Platform, { workspaceId, runId }: RunAddress, { clusters, k, silhouette, tried }: SuggestedClusters): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const isCurrent = await endRun(tx, workspaceId, runId, { state: 'done', at: new Date(clock.now()), result: { k, silhouette, tried } })
    if (!isCurrent) return
    await insertSuggestions(tx, workspaceId, runId, clusters.map((cluster) => ({ id: uuidv7(), content: { ...cluster, portraitSeed: drawSeed() } })))
  })
}

/**
 * Does nothing for a run that is over. A failure is written to the run for whoever asked, except when the process is told
 * to stop: then the job runs again.
 * @throws the signal's reason
 */
export async function runSuggestion(platform: Platform, address: RunAddress, signal?: AbortSignal): Promise<void> {
  const { db, clock, log } = platform
  const { workspaceId, runId } = address
  const seed = await beginRun(db, workspaceId, runId, new Date(clock.now()))
  if (seed === undefined) return
  const cancelling = new AbortController()
  const stop = signal ? AbortSignal.any([signal, cancelling.signal]) : cancelling.signal
  try {
    const found = await suggestClusters(platform, workspaceId, {
      seed, now: clock.now(), signal: stop,
      async onProgress(progress) {
        if (!(await saveRunProgress(db, workspaceId, runId, { ...progress, at: new Date(clock.now()) }))) cancelling.abort(new Error('The run was cancelled.'))
      },
    })
    await saveResult(platform, address, found)
  } catch (error) {
    if (signal?.aborted) throw error
    if (cancelling.signal.aborted) return
    const message = error instanceof RapportError ? error.message : 'Something went wrong on our side. Try again; if it fails again, the log of the worker says why.'
    if (!(error instanceof RapportError)) log.error({ err: error, workspaceId, runId }, 'Personas could not be suggested')
    await endRun(db, workspaceId, runId, { state: 'failed', at: new Date(clock.now()), message })
  }
}
