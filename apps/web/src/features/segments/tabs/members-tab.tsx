import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChangeMembersReply, Member } from '@contract/segments/segments.contract.ts'
import { api } from '../../../app/api.ts'
import { useCan, useWorkspace, useWorkspacePath } from '../../../app/session.ts'
import { Confirm } from '../../../ui/confirm.tsx'
import { DataTable, type Column } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { formatMoney, formatNumber } from '../../../ui/format.ts'
import { SearchInput } from '../../../ui/search-input.tsx'
import { Time } from '../../../ui/time.tsx'
import { PersonCell } from '../person-cell.tsx'
import { membersQuery } from '../segment-requests.ts'
import type { TabProps } from '../segment-view.ts'
import { nameMembersFile, useRefreshSegments } from '../use-segment-changes.ts'
import { WhyLink } from '../why-link.tsx'

function listColumns(t: TFunction<'segments'>, segmentId: string, currency: string): Column<Member>[] {
  return [
    { key: 'name', header: t('member.name'), width: 190, grow: 2, render: (member) => <PersonCell id={member.id} name={member.name} isIdentified={member.isIdentified} /> },
    { key: 'email', header: t('member.email'), width: 180, grow: 2, optional: 'shown', card: 'hidden', render: (member) => member.email ?? '–' },
    { key: 'since', header: t('member.since'), width: 120, render: (member) => <Time value={member.since} /> },
    { key: 'cause', header: t('member.cause'), width: 170, grow: 1, render: (member) => t(`cause.${member.cause}`) },
    { key: 'orders', header: t('member.orders'), width: 64, align: 'right', optional: 'shown', card: 'hidden', render: (member) => formatNumber(member.orders) },
    { key: 'revenue', header: t('member.revenue'), width: 88, align: 'right', optional: 'shown', card: 'end', render: (member) => formatMoney(member.revenue, currency) },
    { key: 'lastSeen', header: t('member.lastSeen'), width: 120, optional: 'start-hidden', card: 'hidden', render: (member) => <Time value={member.lastSeenAt} /> },
    { key: 'why', header: t('why.link'), isHeaderHidden: true, width: 44, align: 'right', render: (member) => <WhyLink segmentId={segmentId} person={member} /> },
  ]
}

/** Who is in it now, since when and why; a list's people can be taken off it. */
export function MembersTab({ segment, view, onChange }: TabProps) {
  const { t } = useTranslation('segments')
  const toPath = useWorkspacePath()
  const { currency } = useWorkspace()
  const canChange = useCan('segments:write') && segment.kind === 'static'
  const [chosen, setChosen] = useState<Set<string>>(new Set())
  const [isAsking, setIsAsking] = useState(false)
  const members = useInfiniteQuery(membersQuery(segment.id, view.search))
  const columns = useMemo(() => listColumns(t, segment.id, currency), [t, segment.id, currency])
  const rows = useMemo(() => members.data?.pages.flatMap((page) => page.items), [members.data])
  const total = members.data?.pages[0]?.total
  return (
    <>
      <DataTable
        id="segment-members"
        label={t('tab.members')}
        columns={columns}
        rows={rows}
        getId={(member) => member.id}
        rowTo={(member) => toPath(`/people/${member.id}`)}
        {...(canChange && { choice: { ids: chosen, onChange: setChosen } })}
        error={members.error}
        onRetry={() => void members.refetch()}
        hasMore={members.hasNextPage && !members.isFetchingNextPage}
        onMore={() => void members.fetchNextPage()}
        isFiltered={view.search !== ''}
        onClearFilters={() => onChange({ search: '' })}
        filters={<SearchInput label={t('member.search')} value={view.search} onChange={(search) => onChange({ search })} />}
        actions={
          chosen.size > 0 ? (
            <Button variant="default" size="compact-sm" onClick={() => setIsAsking(true)}>{t('member.remove', { count: chosen.size, n: formatNumber(chosen.size) })}</Button>
          ) : (
            total !== undefined && <span className="numbers" aria-live="polite">{t('member.count', { count: total, n: formatNumber(total) })}</span>
          )
        }
        csv={{ path: `/v1/segments/${segment.id}/members.csv`, fileName: nameMembersFile(segment.name) }}
        empty={
          <EmptyState picture="people" title={t('member.empty')}>
            {t(segment.kind === 'live' ? 'member.emptyHint' : 'member.emptyHintList')}
          </EmptyState>
        }
      />
      <RemoveMembers listId={segment.id} name={segment.name} ids={chosen} isOpen={isAsking} onClose={() => setIsAsking(false)} onDone={() => setChosen(new Set())} />
    </>
  )
}

interface RemoveMembersProps {
  listId: string
  name: string
  ids: ReadonlySet<string>
  isOpen: boolean
  onClose: () => void
  onDone: () => void
}

function RemoveMembers({ listId, name, ids, isOpen, onClose, onDone }: RemoveMembersProps) {
  const { t } = useTranslation('segments')
  const refresh = useRefreshSegments()
  return (
    <Confirm
      isOpen={isOpen}
      title={t('member.removeTitle', { count: ids.size, n: formatNumber(ids.size) })}
      verb={t('member.removeVerb')}
      onClose={onClose}
      onConfirm={async () => {
        const reply = await api.del<ChangeMembersReply>(`/v1/segments/${listId}/members`, {}, { profileIds: [...ids] })
        notifications.show({ message: t('member.removed', { count: reply.changed, n: formatNumber(reply.changed) }) })
        onDone()
        await refresh()
      }}
    >
      {t('member.removeHappens', { name })}
    </Confirm>
  )
}
