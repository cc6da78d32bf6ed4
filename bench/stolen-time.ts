// What the host of a virtual machine took for others while a benchmark ran: explains a slow run.
import { existsSync, readFileSync } from 'node:fs'
import { round } from './benchmark.ts'

const path = '/proc/stat'

/** Since the machine was started, in ticks over all cores. */
function readTicks(): { stolen: number; all: number } {
  // user, nice, system, idle, iowait, irq, softirq, steal
  const ticks = readFileSync(path, 'utf8').split('\n')[0]!.split(/ +/).slice(1, 9).map(Number)
  return { stolen: ticks[7]!, all: ticks.reduce((sum, each) => sum + each, 0) }
}

/** Call what it returns for the share since then, percent of all cores; where the system does not tell, it is left out. */
export function watchStolenTime(): () => { stolenPercent?: number } {
  if (!existsSync(path)) return () => ({})
  const before = readTicks()
  return () => {
    const { stolen, all } = readTicks()
    const stolenPercent = round(((stolen - before.stolen) / (all - before.all)) * 100, 1)
    return Number.isFinite(stolenPercent) ? { stolenPercent } : {}
  }
}
