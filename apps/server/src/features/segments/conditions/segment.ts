// Whether somebody is in another segment.
import { z } from 'zod'
import type { segmentCondition } from '../conditions.contract.ts'
import { defineCondition } from './define-condition.ts'

export const segment = defineCondition<z.infer<typeof segmentCondition>>({
  type: 'segment',
  label: 'In another segment',
  description: 'Is, or is not, in another segment or list.',
  configSchema: z.object({ segmentId: z.string(), isMember: z.boolean() }),
  example: { segmentId: '00000000-0000-7000-8000-000000000001', isMember: true },
  reads: 'segment',
  holds: ({ segmentId, isMember }, subject) => subject.isMember(segmentId) === isMember,
  toSql: ({ segmentId, isMember }, context) => (isMember ? context.segment(segmentId) : `NOT ${context.segment(segmentId)}`),
  words: ({ segmentId, isMember }, names) => `${isMember ? 'is' : 'is not'} in "${names.segment(segmentId)}"`,
  found: ({ segmentId }, subject) => (subject.isMember(segmentId) ? 'is in it' : 'is not in it'),
})
