// What an idle installation costs: memory and processor of all its processes after a minute.
import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDataDirectory } from '../../apps/server/test/data-directory.ts'
import { defineBenchmark, round } from '../benchmark.ts'
import { listProcessTree, readCpuSeconds, readMemoryMiB, runRapport } from '../rapport-run.ts'

const settleMs = 60_000
const measureMs = 20_000

export const idle = defineBenchmark({
  name: 'idle',
  about: 'memory and processor of all processes after 60 s idle',
  aims: { memoryMiB: '< 1,024', cpuPercent: '< 3' },
  async run(say) {
    const dataDirectory = createDataDirectory('rapport-bench-idle-')
    const run = await runRapport(dataDirectory, 4486)
    try {
      await sleep(settleMs)
      const pids = listProcessTree(run.child.pid!)
      const before = readCpuSeconds(pids)
      await sleep(measureMs)
      const cpuPercent = ((readCpuSeconds(pids) - before) / (measureMs / 1000)) * 100
      say(`${pids.length} processes`)
      return { memoryMiB: round(readMemoryMiB(pids)), cpuPercent: round(cpuPercent, 1) }
    } finally {
      await run.stop()
      rmSync(dataDirectory, { recursive: true, force: true })
    }
  },
})
