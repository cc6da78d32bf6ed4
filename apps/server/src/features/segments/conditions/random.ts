// A stable share of all people: the same people at every moment.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { randomCondition } from '../conditions.contract.ts'
import { defineCondition } from './define-condition.ts'
import { quote } from './sql-text.ts'

type RandomCondition = z.infer<typeof randomCondition>

const steps = 1_000_000n

/** The first 8 bytes of SHA-256 of "salt:profile id", as a number from 0 to 999,999. */
function drawOf(profileId: string, salt: string): bigint {
  return createHash('sha256').update(`${salt}:${profileId}`).digest().readBigUInt64BE(0) % steps
}

const limitOf = ({ percent }: RandomCondition) => BigInt(Math.round(percent * 10_000))

export const random = defineCondition<RandomCondition>({
  type: 'random',
  label: 'Chance',
  description: 'A random but lasting share of all people.',
  configSchema: z.object({ percent: z.number(), salt: z.string() }),
  example: { percent: 10, salt: '' },
  reads: 'person',
  holds: (condition, { profileId }) => drawOf(profileId, condition.salt) < limitOf(condition),
  toSql: (condition) => `reinterpretAsUInt64(reverse(substring(SHA256(concat(${quote(`${condition.salt}:`)}, toString(id))), 1, 8))) % ${steps} < ${limitOf(condition)}`,
  words: ({ percent }) => `is among a random ${percent} %`,
  found: ({ salt }, { profileId }) => `drew ${(Number(drawOf(profileId, salt)) / 10_000).toFixed(2)} of 100`,
})
