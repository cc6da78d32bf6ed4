// Clusters in a thread of its own, so that the process goes on taking events meanwhile.
import { Worker } from 'node:worker_threads'
import type { ClusteringTask, FoundClusters } from './find-clusters.ts'

type Message = { found: FoundClusters } | { found?: undefined; stage: 'clustering' | 'describing'; done: number }

export interface ClusteringOptions {
  signal?: AbortSignal | undefined
  onProgress?: (stage: 'clustering' | 'describing', done: number) => void
}

/** @throws the signal's reason when it is aborted, and whatever the thread threw */
export function runClustering(task: ClusteringTask, { signal, onProgress = () => {} }: ClusteringOptions = {}): Promise<FoundClusters> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const thread = new Worker(new URL('./clustering-thread.ts', import.meta.url), { workerData: task })
    const stop = () => {
      reject(signal?.reason as Error)
      void thread.terminate()
    }
    signal?.addEventListener('abort', stop, { once: true })
    thread.on('message', (message: Message) => {
      if (message.found) resolve(message.found)
      else onProgress(message.stage, message.done)
    })
    thread.on('error', reject)
    thread.on('exit', (code) => {
      signal?.removeEventListener('abort', stop)
      reject(new Error(`The clustering thread ended with code ${code} before it had a result.`))
    })
  })
}
