// Runs one load from beginning to end, in a job or on the command line: one process at a time, progress in demo_loads.
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { readWorkspace } from '../access/index.ts'
import { withSecretKey } from '../sources/index.ts'
import type { Platform } from '../../platform/platform.ts'
import { isRepeatable, nameTruthFile } from './demo.rules.ts'
import { claimLoad, completeLoad, failLoad, findLoad, releaseLoad, saveProgress, type DemoLoad } from './demo.store.ts'
import { findOwnApi } from './find-own-api.ts'
import { sendAnswers } from './send-answers.ts'
import { loadDemo, type DemoProgress, type LoadDemoResult } from './load-demo.ts'
import { writeTruthFile } from './truth-file.ts'

export const loadJobName = 'load-demo-brand'
const secondMs = 1_000

export type DemoDependencies = Pick<Platform, 'db' | 'config' | 'clock' | 'log'>

export interface RunLoadOptions {
  signal?: AbortSignal
  onProgress?: (progress: DemoProgress) => void
  /** Called once when another process is at it and this one waits for its end. */
  onWait?: () => void
  /** Sends everything again although it is complete; the server recognises what it has. */
  isRepeated?: boolean
  /** Somebody runs the load again when `signal` stops it, so being stopped is no failure. */
  isResumed?: boolean
}

export type LoadOutcome = { kind: 'done'; result: LoadDemoResult } | { kind: 'failed'; error: Error } | { kind: 'nothing-to-do' }

/** Waits while another process is at it: should that one die, its silence is noticed here. */
async function waitForTurn({ db }: DemoDependencies, workspaceId: number, options: RunLoadOptions): Promise<DemoLoad | undefined> {
  const { isRepeated = false, signal, onWait } = options
  for (let tries = 0; ; tries++) {
    const claimed = await claimLoad(db, workspaceId, { isRepeated })
    if (claimed) return claimed
    const load = await findLoad(db, workspaceId)
    if (!load || (load.state === 'done' && !isRepeated)) return undefined
    if (tries === 0) onWait?.()
    await wait(secondMs, undefined, { signal }).catch(() => {})
    // Why it was stopped, instead of the timer's AbortError.
    signal?.throwIfAborted()
  }
}

/** Saves what was sent every second, which also shows that this process is alive. */
function keepReporting({ db, log }: DemoDependencies, workspaceId: number, readSent: () => number): { stop(): Promise<void> } {
  const stopping = new AbortController()
  async function report(): Promise<void> {
    while (!stopping.signal.aborted) {
      await wait(secondMs, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
      // The database may be restarting; the load itself waits for the API as long.
      await saveProgress(db, workspaceId, readSent()).catch((error: Error) => log.warn({ error: error.message }, 'Progress of the demo could not be saved'))
    }
  }
  const reporting = report()
  return {
    async stop() {
      stopping.abort()
      await reporting
    },
  }
}

async function send(dependencies: DemoDependencies, load: DemoLoad, options: RunLoadOptions): Promise<LoadDemoResult> {
  const { config, clock, log, db } = dependencies
  const { people, seed, workspace_id: workspaceId, write_key: writeKey, ends_at: endsAt } = load
  if (!isRepeatable(endsAt, clock.now())) {
    throw new Error('This demo brand was begun more than 29 days ago. Loading it now would count events twice; they are recognised for 30 days.')
  }
  const brand = { people, seed, endsAt: endsAt.getTime() }
  const url = await findOwnApi(config)
  const { signal, onProgress } = options
  let sent = 0
  const reporting = keepReporting(dependencies, workspaceId, () => sent)
  try {
    const result = await loadDemo({
      ...brand,
      url,
      writeKey,
      signal,
      onProgress(progress) {
        sent = progress.events
        onProgress?.(progress)
      },
    })
    await withSecretKey(db, workspaceId, { name: 'Demo brand', scopes: ['surveys:read', 'surveys:write', 'responses:read', 'responses:write'] }, (secretKey) =>
      sendAnswers({ url, secretKey, signal: signal ?? new AbortController().signal }, result.answers))
    const workspace = await readWorkspace(db, workspaceId)
    const truthFile = join(config.dataDirectory, nameTruthFile(workspace?.slug ?? String(workspaceId)))
    // A worker may have no data directory to write to; the brand is loaded all the same.
    await writeTruthFile(truthFile, brand).catch((error: Error) => log.warn({ error: error.message }, 'The truth about the demo could not be written'))
    return result
  } finally {
    await reporting.stop()
  }
}

/**
 * Loads what `demo_loads` says of a workspace. Harmless when it is run again: the events carry the same message ids.
 * @throws the signal's reason when it is stopped and `isResumed` says that it goes on later
 */
export async function runLoad(dependencies: DemoDependencies, workspaceId: number, options: RunLoadOptions = {}): Promise<LoadOutcome> {
  const { db } = dependencies
  const load = await waitForTurn(dependencies, workspaceId, options)
  if (!load) return { kind: 'nothing-to-do' }
  try {
    const result = await send(dependencies, load, options)
    await completeLoad(db, workspaceId, result.events)
    return { kind: 'done', result }
  } catch (thrown) {
    if (options.isResumed && options.signal?.aborted) {
      await releaseLoad(db, workspaceId)
      throw thrown
    }
    const error = thrown instanceof Error ? thrown : new Error(String(thrown))
    await failLoad(db, workspaceId, error.message)
    return { kind: 'failed', error }
  }
}
