import { expect, test } from 'vitest'
import type { StreamEvent } from '../../../platform/stream-event.ts'
import { foldEvent } from './fold.ts'
import { createProfileState } from './profile-state.ts'
import { snapshotProfiles } from './write.ts'

function makeEvent(seq: number, fields: Partial<StreamEvent>): StreamEvent {
  return {
    workspaceId: 1, seq, messageId: `m${seq}`, type: 'track', name: 'Thing Done', time: seq, receivedAt: seq, origin: 'browser', isVerified: false, sourceId: '', userId: 'u',
    anonymousId: '', groupId: '', previousId: '', sessionId: '', givenProfileId: '', facts: { country: '', city: '', device: '', os: '', browser: '', isBot: false },
    properties: {}, traits: {}, context: {}, payload: '{}', ...fields,
  }
}

test('a snapshot holds nothing of the batch that is folded while it is being written', () => {
  const profile = createProfileState('00000000-0000-7000-8000-000000000001', 1)
  foldEvent(profile, makeEvent(1, { type: 'identify', traits: { plan: 'free' } }), 'EUR', {})
  const first = snapshotProfiles([profile])
  const before = JSON.stringify(first)
  foldEvent(profile, makeEvent(2, { type: 'identify', traits: { plan: 'plus' } }), 'EUR', {})
  foldEvent(profile, makeEvent(3, { name: 'Order Completed', properties: { order_id: 'o', total: 5 } }), 'EUR', {})
  expect(JSON.stringify(first)).toBe(before)
  expect(before).toContain('free')
})

test('figures alone are sent where nothing else changed; what changed since is sent with the next', () => {
  const profile = createProfileState('00000000-0000-7000-8000-000000000001', 1)
  expect(snapshotProfiles([profile])).toMatchObject({ upserts: expect.anything(), updates: undefined })
  foldEvent(profile, makeEvent(1, { userId: '' }), 'EUR', {})
  expect(snapshotProfiles([profile])).toMatchObject({ upserts: undefined, updates: expect.anything() })
  foldEvent(profile, makeEvent(2, { userId: '', name: 'Consent Granted', properties: { purpose: 'marketing' } }), 'EUR', {})
  expect(snapshotProfiles([profile]).upserts).toBeDefined()
  expect(snapshotProfiles([profile]).upserts).toBeUndefined()
})
