// Live segments: what they cost the stream, how exactly they follow it, and how soon a new one is filled.
import { defineBenchmark, round } from '../benchmark.ts'
import { measureHistory } from './segments/fill.ts'
import { measureBare, measureLive } from './segments/live.ts'

export const segments = defineBenchmark({
  name: 'segments',
  about: '200 segments on the stream of the pipeline; filling from 20 million events of 1 million people',
  aims: {
    enterP95Ms: '< 1,000', throughputRatio: '>= 0.5', leaveLagP95Ms: '< 2,000', firstFillRatio: '<= 1.5', firstFillSeconds: '< 60', fillWorstDelayMs: 'the stream goes on',
    mibPerMillionPeople: 'reported', previewMs: '< 1,000',
  },
  async run(say) {
    say('without segments:')
    const bare = await measureBare(say)
    say('with 200 segments:')
    const { eventsPerSecond, ...live } = await measureLive(say)
    say('with a long history:')
    const history = await measureHistory(say)
    return { ...live, throughputRatio: round(eventsPerSecond / bare, 2), ...history }
  },
})
