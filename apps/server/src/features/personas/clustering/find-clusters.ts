// The heavy part of a suggestion, without any database: behaviours in, described clusters out. Runs in a thread of its own.
import type { ClusterDifference, PersonaText } from '../personas.contract.ts'
import type { Definition } from '../../segments/conditions.contract.ts'
import type { Behaviour } from './behaviour.ts'
import { chooseClusters, type Clustering } from './choose-clusters.rules.ts'
import { describeDifferences } from './differences.rules.ts'
import { listFigures } from './figures.rules.ts'
import { learnRule, type Fidelity } from './learn-rule.rules.ts'
import { observe, planObservations, type ObservationPlan } from './observations.rules.ts'
import { proposePersona, tellApart } from './propose-persona.rules.ts'
import { listCandidates } from './rule-candidates.rules.ts'
import { describeRule } from './rule-text.rules.ts'

export interface ClusteringTask {
  behaviours: Behaviour[]
  eventNames: string[]
  /** Milliseconds since 1970: the end of what is looked at. */
  now: number
  seed: number
}

export interface FoundCluster {
  size: number
  share: number
  persona: PersonaText
  differences: ClusterDifference[]
  definition: Definition
  ruleText: string
  fidelity: Fidelity
}

export interface FoundClusters extends Omit<Clustering, 'labels' | 'mixture'> {
  clusters: FoundCluster[]
  /** The cluster of each behaviour, in their order. */
  labels: number[]
  /** By which people who were not looked at can be told their cluster. */
  model: { plan: ObservationPlan; mixture: Clustering['mixture'] }
}

/** So many differences are worth reading. */
const maxDifferences = 12
/** Rules are learnt on so many people at most. */
const maxRulePeople = 4_000

/** @param onProgress called with the stage and the share of all the work that is done */
export function findClusters(task: ClusteringTask, onProgress: (stage: 'clustering' | 'describing', done: number) => void = () => {}): FoundClusters {
  const { behaviours, eventNames, now, seed } = task
  const plan = planObservations(behaviours, { eventNames, now })
  const clustering = chooseClusters(observe(plan, behaviours, now), seed, (done) => onProgress('clustering', done * 0.8))
  const figures = listFigures(behaviours, eventNames)
  const ruled = behaviours.slice(0, maxRulePeople)
  const candidates = listCandidates(ruled, { eventNames, now })
  const clusters = Array.from({ length: clustering.k }, (_, cluster): FoundCluster => {
    const size = clustering.labels.reduce((sum, label) => sum + (label === cluster ? 1 : 0), 0)
    const differences = describeDifferences(figures, clustering.labels, cluster)
    const { definition, fidelity } = learnRule(candidates, Uint8Array.from(ruled, (_behaviour, person) => (clustering.labels[person] === cluster ? 1 : 0)))
    onProgress('describing', 0.8 + (0.2 * (cluster + 1)) / clustering.k)
    return {
      size, share: size / behaviours.length, differences: differences.slice(0, maxDifferences), definition, ruleText: describeRule(definition), fidelity,
      persona: proposePersona(differences),
    }
  })
  const named = tellApart(clusters.map(({ persona }) => persona))
  const { labels, mixture, ...facts } = clustering
  return { ...facts, clusters: clusters.map((cluster, place) => ({ ...cluster, persona: named[place]! })), labels: [...labels], model: { plan, mixture } }
}
