import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { outboxMessage, outboxPage } from '@contract/outbox/outbox.contract.ts'
import { api } from '../../app/api.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatBytes } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { Time } from '../../ui/time.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { MessagePanel } from './message-panel.tsx'

type Message = z.infer<typeof outboxMessage>

export function OutboxPage() {
  const { t } = useTranslation('outbox')
  const [view, setView] = useUrlState({ search: '', message: '' })
  const query = useInfiniteQuery({
    queryKey: ['outbox', view.search],
    queryFn: ({ pageParam, signal }) => api.get<z.infer<typeof outboxPage>>('/v1/outbox', { query: { search: view.search, cursor: pageParam, limit: 50 }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: 5000,
  })
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.items), [query.data])
  const isEmbedded = query.data?.pages[0]?.isEmbedded ?? true
  const columns = useMemo(
    (): Column<Message>[] => [
      { key: 'subject', header: t('subject'), width: 200, grow: 2, render: (message) => message.subject || t('noSubject') },
      { key: 'to', header: t('to'), width: 180, grow: 1, render: (message) => message.to.join(', ') },
      { key: 'size', header: t('size'), width: 80, align: 'right', optional: 'start-hidden', card: 'hidden', render: (message) => formatBytes(message.sizeBytes) },
      { key: 'received', header: t('received'), width: 130, align: 'right', card: 'end', render: (message) => <Time value={message.receivedAt} /> },
    ],
    [t],
  )
  return (
    <Page
      title={t('title')}
      description={isEmbedded ? t('description') : t('descriptionExternal')}
      width="fill"
      panel={view.message && <MessagePanel key={view.message} id={view.message} onClose={() => setView({ message: '' })} />}
    >
      <DataTable
        id="outbox"
        label={t('title')}
        rows={rows}
        columns={columns}
        getId={(message) => message.id}
        onOpen={(message) => setView({ message: message.id })}
        selectedId={view.message}
        error={query.error}
        onRetry={() => void query.refetch()}
        hasMore={query.hasNextPage}
        onMore={() => !query.isFetchingNextPage && void query.fetchNextPage()}
        isFiltered={view.search !== ''}
        onClearFilters={() => setView({ search: '' })}
        filters={<SearchInput label={t('search')} value={view.search} onChange={(search) => setView({ search })} />}
        empty={
          <EmptyState picture="mail" title={t('empty')}>
            {isEmbedded ? t('emptyHint') : t('descriptionExternal')}
          </EmptyState>
        }
      />
    </Page>
  )
}
