// SQL on companies: list, search, figures over their people.
import { sql } from 'kysely'
import type { Db } from '../../../platform/postgres.ts'
import type { Company } from '../people.contract.ts'

interface Row {
  id: string
  name: string
  traits: Record<string, unknown>
  people: number
  revenue: number
  firstSeenAt: Date
  lastSeenAt: Date
}

/** One page by name; members that were merged into one person count once. */
export async function listCompanies(
  db: Db, workspaceId: number, query: { search?: string; id?: string; after?: { name: string; id: string }; limit: number },
): Promise<Company[]> {
  const search = query.search?.trim() ? `%${query.search.trim().toLowerCase().replace(/[\\%_]/g, '\\$&')}%` : null
  const { rows } = await sql<Row>`
    with page as (
      select id, coalesce(traits ->> 'name', id) as name, traits, first_seen_at, last_seen_at from companies
      where workspace_id = ${workspaceId}
        and (${query.id ?? null}::text is null or id = ${query.id ?? null})
        and (${search}::text is null or lower(coalesce(traits ->> 'name', '') || ' ' || id) like ${search})
        and (${query.after?.id ?? null}::text is null or (coalesce(traits ->> 'name', id), id) > (${query.after?.name ?? ''}, ${query.after?.id ?? ''}))
      order by 2, 1 limit ${query.limit})
    select page.id, page.name, page.traits, page.first_seen_at as "firstSeenAt", page.last_seen_at as "lastSeenAt", figures.people, figures.revenue
    from page, lateral (
      select count(*) as people, coalesce(sum(revenue), 0) as revenue from profiles
      where workspace_id = ${workspaceId} and id in (
        select coalesce(member.merged_into, member.id) from company_members
        join profiles as member on member.workspace_id = company_members.workspace_id and member.id = company_members.profile_id
        where company_members.workspace_id = ${workspaceId} and company_id = page.id)) as figures
    order by page.name, page.id`.execute(db)
  return rows.map((row) => ({ ...row, firstSeenAt: row.firstSeenAt.toISOString(), lastSeenAt: row.lastSeenAt.toISOString() }))
}
