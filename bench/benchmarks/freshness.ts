// From the 200 of an event to its effect on the profile, at a steady 1,000 events a second.
import { setTimeout as sleep } from 'node:timers/promises'
import { defineBenchmark, percentile, round } from '../benchmark.ts'
import { startInstallation, type Installation } from '../installation.ts'
import { sendSteadily } from '../send-steadily.ts'

const people = 20_000
const seconds = 25
const probes = 200

async function probe({ url, writeKey, secretKey }: Installation, index: number): Promise<number> {
  const userId = `customer-${index}`
  const response = await fetch(`${url}/v1/identify`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ userId, traits: { probe: index }, messageId: `probe-${index}` }),
  })
  await response.text()
  const acceptedAt = performance.now()
  for (;;) {
    const reply = await fetch(`${url}/v1/people/lookup?kind=user_id&value=${userId}`, { headers: { authorization: `Bearer ${secretKey}` } })
    const body = (await reply.json()) as { traits?: Record<string, unknown> }
    if (body.traits?.['probe'] === index) return performance.now() - acceptedAt
    await sleep(4)
  }
}

export const freshness = defineBenchmark({
  name: 'freshness',
  about: '200 OK → visible through the profile API, at 1,000 events/s',
  aims: { p95Ms: '< 500' },
  async run(say) {
    const installation = await startInstallation()
    try {
      await installation.startWorker()
      const until = performance.now() + seconds * 1000
      const load = sendSteadily(installation, { run: 'steady', perSecond: 1_000, people, until: AbortSignal.timeout(seconds * 1000) })
      await sleep(4_000)
      const delays: number[] = []
      for (let index = 0; index < probes && performance.now() < until - 500; index += 1) delays.push(await probe(installation, index))
      await load
      say(`${delays.length} probes`)
      return { p50Ms: round(percentile(delays, 0.5)), p95Ms: round(percentile(delays, 0.95)) }
    } finally {
      await installation.close()
    }
  },
})
