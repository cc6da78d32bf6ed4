// The thread: does one task, reports progress, answers, ends.
import { parentPort, workerData } from 'node:worker_threads'
import { findClusters, type ClusteringTask } from './find-clusters.ts'

const found = findClusters(workerData as ClusteringTask, (stage, done) => parentPort!.postMessage({ stage, done }))
parentPort!.postMessage({ found })
