// The worker's part in the stream: finds workspaces with waiting events, runs each under its lease, and exports.
import { randomUUID } from 'node:crypto'
import { isEngineUnavailable } from '../../platform/errors.ts'
import type { Feature } from '../../platform/feature.ts'
import type { Platform } from '../../platform/platform.ts'
import { liveWorkSql } from '../segments/live/index.ts'
import { Exporter } from './exporter.ts'
import { WorkspaceRunner } from './workspace-runner.ts'

/** Signals are hints; this look finds what a lost signal, an expired lease or another worker left. */
const lookMs = 1_000

const waitingSql = `
  select cursors.workspace_id from stream_cursors as cursors join workspace_streams as streams using (workspace_id)
  where (streams.last_seq > cursors.processed_seq or ${liveWorkSql}) and (cursors.lease_holder is null or cursors.lease_holder = $1 or cursors.lease_expires_at < now())`

export interface Processing {
  stop(): Promise<void>
}

export function startProcessing(platform: Platform, features: readonly Feature[]): Processing {
  const holder = randomUUID()
  const exporter = new Exporter(platform)
  const runners = new Map<number, { runner: WorkspaceRunner; done: Promise<void> }>()
  let isStopped = false

  function wake(workspaceId: number): void {
    if (isStopped) return
    const running = runners.get(workspaceId)
    if (running) {
      running.runner.wake()
      return
    }
    const runner = new WorkspaceRunner({ platform, features, workspaceId, holder, onWritten: () => exporter.wake() })
    const done = runner
      .run()
      .catch((error: unknown) => platform.log.error({ err: error, workspaceId }, 'Processing of a workspace ended'))
      .finally(() => runners.delete(workspaceId))
    runners.set(workspaceId, { runner, done })
  }

  async function look(): Promise<void> {
    try {
      const { rows } = await platform.pool.query<{ workspace_id: number }>({ name: 'look-waiting', text: waitingSql, values: [holder, new Date(platform.clock.now())] })
      for (const row of rows) wake(row.workspace_id)
      platform.metrics.waiting.set(rows.length)
    } catch (error) {
      if (isEngineUnavailable(error)) platform.log.debug({ error: String(error) }, 'Looking for work failed')
      else platform.log.error({ err: error }, 'Looking for work failed')
    }
  }

  const timer = setInterval(() => void look(), lookMs)
  const offAppended = platform.signals.on('appended', ({ workspaceId }) => wake(workspaceId))
  const offDefinitions = platform.signals.on('definitions', ({ workspaceId }) => {
    // Also where nothing waits: a change may itself be work.
    wake(workspaceId)
    runners.get(workspaceId)?.runner.reloadDefinitions()
  })
  const exporting = exporter.run()
  void look()

  return {
    async stop() {
      isStopped = true
      clearInterval(timer)
      offAppended()
      offDefinitions()
      for (const { runner } of runners.values()) runner.stop()
      exporter.stop()
      await Promise.all([exporting, ...[...runners.values()].map(({ done }) => done)])
    },
  }
}
