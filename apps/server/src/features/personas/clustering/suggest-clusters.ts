// A whole suggestion: reads what customers did, clusters them in a thread, tells everybody their cluster.
import type { ClickHouse } from '../../../platform/clickhouse.ts'
import { RapportError } from '../../../platform/errors.ts'
import type { Db } from '../../../platform/postgres.ts'
import { customersPerPage, listCustomerIds, listEventNames, readBehaviours } from './behaviour.read-model.ts'
import type { Behaviour } from './behaviour.ts'
import type { FoundClusters } from './find-clusters.ts'
import { expectProbabilities, toLabels } from './mixture.rules.ts'
import { observe } from './observations.rules.ts'
import { findPropertyValues } from './property-values.read-model.ts'
import { runClustering } from './run-clustering.ts'

/** Clusters are found on so many customers; all others are told the nearest one. */
const mostClustered = 10_000
const fewestCustomers = 60

export interface SuggestProgress {
  stage: 'reading' | 'clustering' | 'describing'
  /** Share of all the work that is done. */
  done: number
  peopleRead: number
  people: number
}

export interface SuggestedClusters extends Omit<FoundClusters, 'labels' | 'model'> {
  /** The cluster of every identified customer who did anything, by profile id. */
  clusterOf: Map<string, number>
}

export interface SuggestOptions {
  seed: number
  /** Milliseconds since 1970. */
  now: number
  signal?: AbortSignal | undefined
  /** May throw, which ends the work. */
  onProgress?: (progress: SuggestProgress) => Promise<void> | void
}

const hasDoneSomething = ({ events, visits }: Behaviour) => visits.ever > 0 || Object.keys(events).length > 0

/** @throws conflict when there are too few customers to tell kinds apart */
export async function suggestClusters(dependencies: { db: Db; clickhouse: ClickHouse }, workspaceId: number, options: SuggestOptions): Promise<SuggestedClusters> {
  const { seed, now, signal, onProgress = () => {} } = options
  const ids = await listCustomerIds(dependencies.db, workspaceId)
  const names = await listEventNames(dependencies.clickhouse, workspaceId, now)
  const properties = await findPropertyValues(dependencies.clickhouse, workspaceId, { names, now })
  let peopleRead = 0
  const readPage = async (from: number, below: number) => {
    signal?.throwIfAborted()
    const page = await readBehaviours(dependencies, workspaceId, ids.slice(from, Math.min(from + customersPerPage, below)), { names, properties, now })
    peopleRead += page.length
    return page.filter(hasDoneSomething)
  }
  const behaviours: Behaviour[] = []
  for (let from = 0; from < Math.min(ids.length, mostClustered); from += customersPerPage) {
    behaviours.push(...(await readPage(from, mostClustered)))
    await onProgress({ stage: 'reading', done: (0.3 * peopleRead) / Math.min(ids.length, mostClustered), peopleRead, people: ids.length })
  }
  if (behaviours.length < fewestCustomers) {
    throw new RapportError('conflict', `Personas are suggested from ${fewestCustomers} identified customers with events on; there are ${behaviours.length}.`)
  }
  const reports: Promise<void>[] = []
  const { labels, model, ...found } = await runClustering(
    { behaviours, eventNames: names, now, seed },
    { signal, onProgress: (stage, done) => void reports.push(Promise.resolve(onProgress({ stage, done: 0.3 + 0.65 * done, peopleRead, people: ids.length })).catch(() => {})) },
  )
  await Promise.all(reports)
  const clusterOf = new Map(behaviours.map((behaviour, person) => [behaviour.id, labels[person]!]))
  for (let from = mostClustered; from < ids.length; from += customersPerPage) {
    const page = await readPage(from, ids.length)
    const { probabilities } = expectProbabilities(model.mixture, observe(model.plan, page, now))
    toLabels(probabilities, found.k).forEach((label, person) => clusterOf.set(page[person]!.id, label))
    await onProgress({ stage: 'describing', done: 0.95, peopleRead, people: ids.length })
  }
  return { ...found, clusters: resize(found.clusters, clusterOf), clusterOf }
}

/** Sizes over all customers, not only those the clusters were found on. */
function resize(clusters: FoundClusters['clusters'], clusterOf: Map<string, number>): FoundClusters['clusters'] {
  const sizes = new Float64Array(clusters.length)
  for (const label of clusterOf.values()) sizes[label]! += 1
  return clusters.map((cluster, label) => ({ ...cluster, size: sizes[label]!, share: sizes[label]! / clusterOf.size }))
}
