import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { AuditEntry, auditPage } from '@contract/audit/audit.contract.ts'
import { api } from '../../app/api.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page } from '../../ui/page.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { Time } from '../../ui/time.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { AuditPanel } from './audit-panel.tsx'
import { describeAction } from './describe-action.ts'

export function AuditPage() {
  const { t } = useTranslation('audit')
  const [filters, setFilters] = useUrlState({ action: '', target: '' })
  const [opened, setOpened] = useState<AuditEntry | null>(null)
  const query = useInfiniteQuery({
    queryKey: ['audit', filters],
    queryFn: ({ pageParam, signal }) => api.get<z.infer<typeof auditPage>>('/v1/audit', { query: { ...filters, cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data])
  const columns = useMemo(
    (): Column<AuditEntry>[] => [
      { key: 'action', header: t('action'), width: 160, grow: 1, render: (entry) => describeAction(entry.action) },
      { key: 'what', header: t('what'), width: 160, grow: 2, render: (entry) => entry.target.name || entry.target.id },
      { key: 'who', header: t('who'), width: 140, grow: 1, render: (entry) => entry.actor.name },
      { key: 'when', header: t('when'), width: 130, align: 'right', card: 'end', render: (entry) => <Time value={entry.at} /> },
    ],
    [t],
  )
  return (
    <Page title={t('title')} description={t('description')} width="fill" panel={opened && <AuditPanel entry={opened} onClose={() => setOpened(null)} />}>
      <DataTable
        id="audit"
        label={t('title')}
        rows={rows}
        columns={columns}
        getId={(entry) => entry.id}
        onOpen={setOpened}
        selectedId={opened?.id ?? null}
        error={query.error}
        onRetry={() => void query.refetch()}
        hasMore={query.hasNextPage}
        onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
        isFiltered={filters.action !== '' || filters.target !== ''}
        onClearFilters={() => setFilters({ action: '', target: '' })}
        filters={
          <>
            <SearchInput label={t('search')} value={filters.action} onChange={(action) => setFilters({ action })} />
            <SearchInput label={t('target')} value={filters.target} onChange={(target) => setFilters({ target })} />
          </>
        }
        empty={
          <EmptyState picture="history" title={t('empty')}>
            {t('emptyHint')}
          </EmptyState>
        }
      />
    </Page>
  )
}
