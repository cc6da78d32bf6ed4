// Finds the address under which this process reaches Rapport's API: on this machine, else where everybody does.
import type { Config } from '../../platform/config.ts'
import { toLocalUrl } from './demo.rules.ts'

const answerTimeoutMs = 2_000

export async function findOwnApi(config: Pick<Config, 'host' | 'port' | 'publicUrl'>): Promise<string> {
  const localUrl = toLocalUrl(config)
  try {
    const response = await fetch(new URL('/healthz', localUrl), { signal: AbortSignal.timeout(answerTimeoutMs), redirect: 'error' })
    await response.body?.cancel()
    if (response.status === 200) return localUrl
  } catch {
    // No API on this machine: the worker has one of its own.
  }
  return config.publicUrl
}
