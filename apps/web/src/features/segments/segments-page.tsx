import { Button, SegmentedControl } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SegmentRow } from '@contract/segments/segments.contract.ts'
import { useCan, useWorkspacePath } from '../../app/session.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { DeleteSegment } from './delete-segment.tsx'
import { DeleteSegments } from './delete-segments.tsx'
import { listSegmentColumns } from './segment-columns.tsx'
import { segmentsQuery } from './segment-requests.ts'

const noFilters = { search: '', kind: '' }

/** Every segment: how many people are in it, where it is heading, whether it is up to date. */
export function SegmentsPage() {
  const { t } = useTranslation('segments')
  const toPath = useWorkspacePath()
  const canWrite = useCan('segments:write')
  const [view, setView] = useUrlState({ ...noFilters, sort: 'name', direction: 'asc' })
  const [leaving, setLeaving] = useState<SegmentRow | null>(null)
  const segments = useQuery(segmentsQuery(view))
  const columns = useMemo(() => listSegmentColumns(t, setLeaving), [t])
  const rows = segments.data?.items
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const chosenRows = rows?.filter(({ id }) => chosen.has(id)) ?? []
  const createButton = canWrite && (
    <Button component={Link} to={toPath('/segments/new')} leftSection={<IconPlus size={16} aria-hidden />}>{t('list.new')}</Button>
  )
  return (
    <Page title={t('list.title')} description={t('list.description')} width="fill" action={createButton}>
      <DataTable
        id="segments"
        label={t('list.title')}
        columns={columns}
        rows={rows}
        getId={(segment) => segment.id}
        rowTo={(segment) => toPath(`/segments/${segment.id}`)}
        sort={{ by: view.sort, direction: view.direction === 'desc' ? 'desc' : 'asc' }}
        onSort={({ by, direction }) => setView({ sort: by, direction })}
        error={segments.error}
        onRetry={() => void segments.refetch()}
        isFiltered={view.search !== '' || view.kind !== ''}
        onClearFilters={() => setView(noFilters)}
        filters={
          <>
            <SearchInput label={t('list.search')} value={view.search} onChange={(search) => setView({ search })} />
            <SegmentedControl
              aria-label={t('column.kind')}
              data={[{ value: '', label: t('list.allKinds') }, { value: 'live', label: t('list.rules') }, { value: 'static', label: t('list.lists') }]}
              value={view.kind}
              onChange={(kind) => setView({ kind })}
            />
          </>
        }
        {...(canWrite ? { choice: { ids: chosen, onChange: setChosen } } : {})}
        actions={rows && (chosenRows.length > 0
          ? <DeleteSegments segments={chosenRows} onDeleted={() => setChosen(new Set())} />
          : <span className="numbers" aria-live="polite">{t('list.count', { count: rows.length, n: formatNumber(rows.length) })}</span>)}
        empty={
          <EmptyState picture="people" title={t('list.empty')} action={createButton}>
            {t('list.emptyHint')}
          </EmptyState>
        }
      />
      <DeleteSegment segment={leaving} onClose={() => setLeaving(null)} />
    </Page>
  )
}
