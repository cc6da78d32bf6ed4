// Whether somebody can be reached on a channel: has an address for it and has not withdrawn consent to marketing on it.
import { z } from 'zod'
import type { channelCondition } from '../conditions.contract.ts'
import { consentName } from './consent.ts'
import { defineCondition, type Subject } from './define-condition.ts'
import { quote } from './sql-text.ts'

type ChannelCondition = z.infer<typeof channelCondition>

const addresses: Record<ChannelCondition['channel'], string> = { email: '$email', sms: '$phone' }

/** The consents that close a channel when they are withdrawn: for marketing on it, and for marketing everywhere. */
const consentNames = (channel: string) => [consentName('marketing', channel), consentName('marketing', null)]

function isReachable({ channel }: ChannelCondition, subject: Subject): boolean {
  const { text } = subject.values()
  return text[addresses[channel]] !== undefined && consentNames(channel).every((name) => text[name] !== 'withdrawn')
}

export const channel = defineCondition<ChannelCondition>({
  type: 'channel',
  label: 'Reachable',
  description: 'Has an address for a channel and has not withdrawn consent to marketing on it.',
  configSchema: z.object({ channel: z.string(), isReachable: z.boolean() }),
  example: { channel: 'email', isReachable: true },
  reads: 'person',
  holds: (condition, subject) => isReachable(condition, subject) === condition.isReachable,
  toSql(condition) {
    const open = consentNames(condition.channel).map((name) => `texts[${quote(name)}] != 'withdrawn'`)
    const reachable = `(mapContains(texts, ${quote(addresses[condition.channel])}) AND ${open.join(' AND ')})`
    return condition.isReachable ? reachable : `NOT ${reachable}`
  },
  words: (condition) => `${condition.isReachable ? 'can' : 'cannot'} be reached by ${condition.channel === 'sms' ? 'SMS' : 'e-mail'}`,
  found: (condition, subject) => (isReachable(condition, subject) ? 'can be reached' : 'cannot be reached'),
})
