// Suggested personas against the truth about the demo brand: whether the clusters are the kinds of customers it was made of.
import { adjustedRandIndex, suggestClusters } from '../../apps/server/src/features/personas/index.ts'
import { describeTruth, prepareDemo, runLoad, type DemoDependencies } from '../../apps/server/src/features/demo/index.ts'
import { systemClock } from '../../apps/server/src/platform/clock.ts'
import { loadConfig } from '../../apps/server/src/platform/config.ts'
import { createLog } from '../../apps/server/src/platform/log.ts'
import { defineBenchmark, round } from '../benchmark.ts'
import { startInstallation, type Installation } from '../installation.ts'

/** The brand as it is loaded by default, and a smaller one with other people: the same code has to find both. */
const brands = [
  { people: 5_000, seed: 1, suffix: '' },
  { people: 1_500, seed: 7, suffix: 'Small' },
]

interface LoadedBrand {
  workspaceId: number
  /** The truth's group of each profile that stands for somebody. */
  groupOf: Map<string, string>
}

async function loadBrand(installation: Installation, { people, seed }: { people: number; seed: number }): Promise<LoadedBrand> {
  const { postgres, port, engines } = installation
  const config = { ...loadConfig(), port, host: '127.0.0.1', dataDirectory: '/nonexistent', databaseUrl: engines.databaseUrl, clickhouseUrl: engines.clickhouseUrl }
  const dependencies: DemoDependencies = { db: postgres.db, config, clock: systemClock, log: createLog('silent', 'bench') }
  const { workspaceId } = await prepareDemo(dependencies, { people, seed })
  const outcome = await runLoad(dependencies, workspaceId)
  if (outcome.kind !== 'done') throw new Error(`The demo brand was not loaded: ${outcome.kind === 'failed' ? outcome.error.message : outcome.kind}`)
  await waitUntilExported(installation, workspaceId)
  const { rows: loads } = await postgres.pool.query<{ ends_at: Date }>('select ends_at from demo_loads where workspace_id = $1', [workspaceId])
  const truth = describeTruth({ people, seed, endsAt: loads[0]!.ends_at.getTime() })
  const groupOfUser = new Map(truth.profiles.map((profile) => [profile.userId, profile.group]))
  const { rows } = await postgres.pool.query<{ id: string; user_id: string }>(
    'select id, user_id from profiles where workspace_id = $1 and is_identified and merged_into is null', [workspaceId],
  )
  return { workspaceId, groupOf: new Map(rows.flatMap(({ id, user_id: userId }) => (groupOfUser.has(userId) ? [[id, groupOfUser.get(userId)!]] : []))) }
}

async function waitUntilExported({ postgres }: Installation, workspaceId: number): Promise<void> {
  for (;;) {
    const { rows } = await postgres.pool.query<{ isDone: boolean }>(
      `select last_seq = stream_cursors.processed_seq and not exists (select from export_batches where workspace_id = $1) as "isDone"
       from workspace_streams join stream_cursors using (workspace_id) where workspace_id = $1`,
      [workspaceId],
    )
    if (rows[0]?.isDone) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

export const personas = defineBenchmark({
  name: 'personas',
  about: 'suggested personas on the demo brand, compared with the kinds of customers it is made of (6); Small: 1,500 other people',
  aims: { adjustedRandIndex: '>= 0.6', adjustedRandIndexSmall: '>= 0.6' },
  async run(say) {
    const installation = await startInstallation()
    const figures: Record<string, number> = {}
    try {
      await installation.startWorker()
      for (const brand of brands) {
        const { workspaceId, groupOf } = await loadBrand(installation, brand)
        say(`${brand.people} people of seed ${brand.seed} are loaded`)
        const startedAt = performance.now()
        const found = await suggestClusters({ db: installation.postgres.db, clickhouse: installation.clickhouse }, workspaceId, { seed: 1, now: Date.now() })
        const seconds = (performance.now() - startedAt) / 1_000
        const ids = [...found.clusterOf.keys()].filter((id) => groupOf.has(id))
        const index = adjustedRandIndex(ids.map((id) => found.clusterOf.get(id)!), ids.map((id) => groupOf.get(id)!))
        const meanF1 = found.clusters.reduce((sum, { fidelity }) => sum + fidelity.f1, 0) / found.k
        for (const { persona, size, ruleText, fidelity } of found.clusters) say(`${persona.name} (${size}), F1 ${fidelity.f1.toFixed(2)}: ${ruleText}`)
        Object.assign(figures, {
          [`adjustedRandIndex${brand.suffix}`]: round(index, 3), [`k${brand.suffix}`]: found.k, [`silhouette${brand.suffix}`]: round(found.silhouette, 3),
          [`distanceSilhouette${brand.suffix}`]: round(found.distanceSilhouette, 3), [`suggestSeconds${brand.suffix}`]: round(seconds, 1),
          [`meanRuleF1${brand.suffix}`]: round(meanF1, 3), [`people${brand.suffix}`]: ids.length,
        })
      }
      return figures
    } finally {
      await installation.close()
    }
  },
})
