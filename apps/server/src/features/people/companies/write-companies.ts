// Companies from group calls: traits by latest (time, seq), members, inside the batch's transaction.
import type { PoolClient } from '../../../platform/postgres.ts'
import type { ProcessedEvent } from '../../../platform/stream-event.ts'
import { setTrait, type Stamp, type StampedTraits } from '../profile/stamped-traits.ts'

interface CompanyRow {
  id: string
  traits: Record<string, unknown>
  trait_stamps: Record<string, Stamp>
  first_seen_at: Date
  last_seen_at: Date
}

const upsertSql = `
  insert into companies (workspace_id, id, traits, trait_stamps, first_seen_at, last_seen_at)
  select $1, * from unnest($2::text[], $3::jsonb[], $4::jsonb[], $5::timestamptz[], $6::timestamptz[])
  on conflict (workspace_id, id) do update set traits = excluded.traits, trait_stamps = excluded.trait_stamps,
    first_seen_at = excluded.first_seen_at, last_seen_at = excluded.last_seen_at`

const membersSql = `
  insert into company_members (workspace_id, company_id, profile_id)
  select $1, * from unnest($2::text[], $3::uuid[]) on conflict do nothing`

/** Traits of a company as a group call changes them: the latest wins. */
export function foldCompanyTraits(company: StampedTraits, event: ProcessedEvent): void {
  for (const [name, value] of Object.entries(event.traits)) setTrait(company, name, value, [event.time, event.seq])
}

function foldCompany(company: CompanyRow, event: ProcessedEvent): void {
  const time = new Date(event.time)
  if (time < company.first_seen_at) company.first_seen_at = time
  if (time > company.last_seen_at) company.last_seen_at = time
  foldCompanyTraits({ traits: company.traits, stamps: company.trait_stamps }, event)
}

/** Writes what the group events of a batch say. */
export async function writeCompanies(client: Pick<PoolClient, 'query'>, workspaceId: number, events: readonly ProcessedEvent[]): Promise<void> {
  if (events.length === 0) return
  const ids = [...new Set(events.map((event) => event.groupId))]
  const { rows } = await client.query<CompanyRow>(
    'select id, traits, trait_stamps, first_seen_at, last_seen_at from companies where workspace_id = $1 and id = any($2)',
    [workspaceId, ids],
  )
  const companies = new Map(rows.map((row) => [row.id, row]))
  for (const event of events) {
    let company = companies.get(event.groupId)
    if (!company) {
      const time = new Date(event.time)
      company = { id: event.groupId, traits: {}, trait_stamps: {}, first_seen_at: time, last_seen_at: time }
      companies.set(event.groupId, company)
    }
    foldCompany(company, event)
  }
  const list = [...companies.values()]
  await client.query(upsertSql, [
    workspaceId, list.map((row) => row.id), list.map((row) => JSON.stringify(row.traits)), list.map((row) => JSON.stringify(row.trait_stamps)),
    list.map((row) => row.first_seen_at.toISOString()), list.map((row) => row.last_seen_at.toISOString()),
  ])
  await client.query(membersSql, [workspaceId, events.map((event) => event.groupId), events.map((event) => event.profileId)])
}
