// The 360 page's reply: one profile with everything known around it.
import type { Platform } from '../../../platform/platform.ts'
import { readWorkspace } from '../../access/index.ts'
import { readSourceNames } from '../../sources/index.ts'
import { toProfileState } from '../identity/load.ts'
import type { Person } from '../people.contract.ts'
import { findProfile, listIdentities, listMemberIds, listMerges, listSuggestions, readCompanyNames, type FullProfileRow } from '../people.store.ts'
import { describeHeadlines } from './headlines.ts'
import type { ProfileState } from './profile-state.ts'
import { namesOf } from '../list/person-rows.store.ts'

function toRow(row: FullProfileRow): Omit<Person, 'identities' | 'consent' | 'devices' | 'companies' | 'timezone' | 'language' | 'keyFigures' | 'headlines' | 'traitDetails' | 'merges' | 'suggestions'> {
  return {
    id: row.id, name: row.name, isIdentified: row.is_identified, email: row.email, phone: row.phone, userId: row.user_id, country: row.country, city: row.city,
    firstSeenAt: row.first_seen_at.toISOString(), lastSeenAt: row.last_seen_at.toISOString(), sessions: row.sessions, orders: row.orders, revenue: row.revenue, traits: row.traits,
  }
}

function keyFiguresOf(profile: ProfileState, currency: string): Person['keyFigures'] {
  const { stats } = profile
  return {
    firstSeenAt: new Date(profile.firstSeenAt).toISOString(), lastSeenAt: new Date(profile.lastSeenAt).toISOString(),
    sessions: stats.sessions, pageViews: stats.pageViews, events: stats.events, orders: stats.orders, returns: stats.returns,
    revenue: stats.revenue, refunded: stats.refunded,
    averageOrder: stats.orders > 0 ? Math.round(((stats.revenue + stats.refunded) / stats.orders) * 100) / 100 : null,
    lifetimeValue: stats.revenue, lastOrderAt: stats.lastOrderAt > 0 ? new Date(stats.lastOrderAt).toISOString() : null, currency,
  }
}

function consentOf(profile: ProfileState, sources: Map<string, string>): Person['consent'] {
  return Object.entries(profile.consent).map(([key, record]) => {
    const [purpose, channel] = key.split('|') as [string, string]
    return { purpose, channel: channel || null, isGranted: record.isGranted, at: new Date(record.stamp[0]).toISOString(), source: sources.get(record.sourceId) ?? null }
  })
}

/** undefined when there is no such person in this workspace. */
export async function describePerson(platform: Platform, workspaceId: number, id: string): Promise<Person | undefined> {
  const { db, clock } = platform
  const row = await findProfile(db, workspaceId, id)
  if (!row) return undefined
  const profile = toProfileState(row)
  const memberIds = await listMemberIds(db, workspaceId, row.id)
  const [workspace, identities, merges, suggestions, companies, sources] = await Promise.all([
    readWorkspace(db, workspaceId),
    listIdentities(db, workspaceId, memberIds),
    listMerges(db, workspaceId, memberIds),
    listSuggestions(db, workspaceId, { profileIds: memberIds, limit: 20 }),
    readCompanyNames(db, workspaceId, profile.stats.companies),
    readSourceNames(db, workspaceId),
  ])
  const currency = workspace?.currency ?? 'EUR'
  const otherOf = (suggestion: { leftId: string; rightId: string }) => (suggestion.leftId === row.id ? suggestion.rightId : suggestion.leftId)
  const names = await namesOf(db, workspaceId, suggestions.map(otherOf))
  return {
    ...toRow(row),
    identities: identities.map((identity) => ({
      kind: identity.kind as Person['identities'][number]['kind'], value: identity.value, isVerified: identity.is_verified,
      source: identity.source_id ? (sources.get(identity.source_id) ?? 'Removed source') : null,
      firstSeenAt: identity.first_seen_at.toISOString(), lastSeenAt: null, profileId: identity.profile_id,
    })),
    consent: consentOf(profile, sources),
    devices: profile.stats.devices.map((device) => ({ kind: device.kind, os: device.os || null, browser: device.browser || null, lastSeenAt: new Date(device.at).toISOString() })),
    companies, timezone: profile.stats.timezone || null, language: profile.stats.language || null,
    keyFigures: keyFiguresOf(profile, currency),
    headlines: describeHeadlines(profile, currency, clock.now()),
    traitDetails: Object.entries(profile.traits).map(([name, value]) => ({ name, value, setAt: new Date(profile.stamps[name]?.[0] ?? 0).toISOString() })),
    merges: merges.map((merge) => ({ ...merge, at: merge.at.toISOString(), undoneAt: merge.undoneAt?.toISOString() ?? null })),
    suggestions: suggestions.map((suggestion) => {
      const otherId = otherOf(suggestion)
      return { id: suggestion.id, otherId, otherName: names.get(otherId) ?? '', reason: suggestion.reason, at: suggestion.at.toISOString() }
    }),
  }
}
