// What benchmarks may use of personas.
export { suggestClusters } from './clustering/suggest-clusters.ts'
export { adjustedRandIndex } from './clustering/adjusted-rand.rules.ts'
