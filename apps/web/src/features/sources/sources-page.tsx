import { Button, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Source } from '@contract/sources/sources.contract.ts'
import { useLive, useThrottled } from '../../app/live.ts'
import { useCan } from '../../app/session.ts'
import { CopyableValue } from '../../ui/code-block.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { sortRows } from '../../ui/sort-rows.ts'
import { Tag } from '../../ui/tag.tsx'
import { Time } from '../../ui/time.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { CreateSourceModal } from './create-source-modal.tsx'
import { platformIcons } from './platform-icons.ts'
import { findState, sourcesQuery, stateTones } from './source-queries.ts'
import { SourcePanel } from './source-panel.tsx'

const sortValues: Record<string, (source: Source) => string | number> = {
  name: (source) => source.name.toLowerCase(),
  lastEvent: (source) => source.lastEventAt ?? '',
  today: (source) => source.eventsToday,
}

/** Every source, whether it receives, and how to connect it. */
export function SourcesPage() {
  const { t } = useTranslation('sources')
  const canWrite = useCan('sources:write')
  const queryClient = useQueryClient()
  const [view, setView] = useUrlState({ search: '', status: 'active', sort: 'name', direction: 'asc', create: '', platform: '', source: '' })
  const query = useQuery(sourcesQuery)
  const refresh = useThrottled(() => void queryClient.invalidateQueries(sourcesQuery), 2000)
  useLive(refresh)
  const rows = useMemo(() => {
    const wanted = view.search.toLowerCase()
    const matching = query.data?.items.filter(
      (source) => (view.status === 'all' || (view.status === 'revoked') === (source.revokedAt !== null)) && `${source.name} ${source.writeKey}`.toLowerCase().includes(wanted),
    )
    return matching && sortRows(matching, sortValues[view.sort], view.direction)
  }, [query.data, view.search, view.status, view.sort, view.direction])
  const columns = useSourceColumns()
  const opened = query.data?.items.find((source) => source.id === view.source)
  const createButton = canWrite && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setView({ create: 'yes' })}>
      {t('create')}
    </Button>
  )
  return (
    <Page
      title={t('title')}
      description={t('description')}
      width="fill"
      action={createButton}
      panel={opened && <SourcePanel key={opened.id} source={opened} onClose={() => setView({ source: '' })} />}
    >
      <DataTable
        id="sources"
        label={t('title')}
        rows={rows}
        columns={columns}
        getId={(source) => source.id}
        onOpen={(source) => setView({ source: source.id })}
        selectedId={view.source}
        sort={{ by: view.sort, direction: view.direction === 'desc' ? 'desc' : 'asc' }}
        onSort={(sort) => setView({ sort: sort.by, direction: sort.direction })}
        error={query.error}
        onRetry={() => void query.refetch()}
        isFiltered={(query.data?.items.length ?? 0) > 0}
        onClearFilters={() => setView({ search: '', status: 'all' })}
        filters={
          <>
            <SearchInput label={t('search')} value={view.search} onChange={(search) => setView({ search })} />
            <Select
              aria-label={t('filter.label')}
              w={120}
              value={view.status}
              data={['active', 'revoked', 'all'].map((value) => ({ value, label: t(`filter.${value}`) }))}
              onChange={(status) => setView({ status: status ?? 'active' })}
            />
          </>
        }
        empty={
          <EmptyState picture="source" title={t('empty')} action={createButton}>
            {t('emptyHint')}
          </EmptyState>
        }
      />
      <CreateSourceModal
        isOpen={view.create === 'yes' && canWrite}
        platform={view.platform}
        onClose={() => setView({ create: '', platform: '' })}
        onCreated={(source) => setView({ create: '', platform: '', source: source.id, status: 'active', search: '' })}
      />
    </Page>
  )
}

function useSourceColumns(): Column<Source>[] {
  const { t } = useTranslation('sources')
  return useMemo(
    () => [
      {
        key: 'name',
        header: t('name'),
        width: 200,
        grow: 2,
        sort: 'name',
        render: (source) => {
          const Icon = platformIcons[source.platform]
          return (
            <span style={{ display: 'flex', alignItems: 'center', gap: 10 }}>
              <Icon size={18} stroke={1.7} color="var(--ink-muted)" aria-hidden style={{ flex: 'none' }} />
              <span className="truncate">{source.name}</span>
            </span>
          )
        },
      },
      { key: 'platform', header: t('platform'), width: 100, optional: 'shown', render: (source) => t(`platforms.${source.platform}`) },
      {
        key: 'status',
        header: t('status'),
        width: 170,
        card: 'end',
        render: (source) => <Tag tone={stateTones[findState(source)]}>{t(`state.${findState(source)}`)}</Tag>,
      },
      {
        key: 'writeKey',
        header: t('writeKey'),
        width: 240,
        optional: 'shown',
        card: 'hidden',
        render: (source) => <CopyableValue value={source.writeKey} label={t('writeKey')} />,
      },
      { key: 'origins', header: t('origins'), width: 180, optional: 'start-hidden', card: 'hidden', render: (source) => source.allowedOrigins.join(', ') || t('any') },
      { key: 'today', header: t('today'), width: 110, align: 'right', sort: 'today', render: (source) => formatNumber(source.eventsToday) },
      { key: 'lastEvent', header: t('lastEvent'), width: 130, align: 'right', sort: 'lastEvent', render: (source) => <Time value={source.lastEventAt} missing={t('noEvent')} /> },
    ],
    [t],
  )
}
