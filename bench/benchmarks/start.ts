// A warm start: the command on a data directory that exists, until it says that it is ready.
import { rmSync } from 'node:fs'
import { createDataDirectory } from '../../apps/server/test/data-directory.ts'
import { defineBenchmark, percentile, round } from '../benchmark.ts'
import { runRapport } from '../rapport-run.ts'

const starts = 3

export const start = defineBenchmark({
  name: 'start',
  about: 'warm start, from the command to "ready"',
  aims: { warmStartMs: '< 5,000' },
  async run(say) {
    const dataDirectory = createDataDirectory('rapport-bench-start-')
    try {
      const first = await runRapport(dataDirectory, 4487)
      say(`first start (databases created): ${round(first.readyMs)} ms`)
      await first.stop()
      const times: number[] = []
      for (let index = 0; index < starts; index += 1) {
        const run = await runRapport(dataDirectory, 4487)
        times.push(run.readyMs)
        await run.stop()
      }
      return { warmStartMs: round(percentile(times, 0.5)) }
    } finally {
      rmSync(dataDirectory, { recursive: true, force: true })
    }
  },
})
