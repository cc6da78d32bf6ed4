import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ComputedTrait } from '@contract/segments/computed-traits.contract.ts'
import { useCan, useWorkspace, useWorkspacePath } from '../../../app/session.ts'
import { DataTable, type Column } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { SearchInput } from '../../../ui/search-input.tsx'
import { sortRows } from '../../../ui/sort-rows.ts'
import { Time } from '../../../ui/time.tsx'
import { useUrlState } from '../../../ui/use-url-state.ts'
import { FillStatus } from '../segment-status.tsx'
import { DeleteTrait } from './delete-trait.tsx'
import { describeComputation } from './describe-computation.ts'
import { traitsQuery } from './trait-requests.ts'

const sortValues: Record<string, (trait: ComputedTrait) => string | number> = {
  name: (trait) => trait.name.toLowerCase(),
  people: (trait) => trait.people,
  created: (trait) => trait.createdAt,
}

function listColumns(t: TFunction<'segments'>, timezone: string, onDelete: ((trait: ComputedTrait) => void) | undefined): Column<ComputedTrait>[] {
  return [
    { key: 'name', header: t('column.name'), width: 160, grow: 1, sort: 'name', render: (trait) => trait.name },
    { key: 'key', header: t('trait.key'), width: 140, optional: 'shown', render: (trait) => <code>{trait.key}</code> },
    {
      key: 'computes', header: t('trait.computes'), width: 240, grow: 3, card: 'hidden',
      render: (trait) => {
        const text = describeComputation(t, trait.computation, timezone)
        return <span title={text}>{text}</span>
      },
    },
    { key: 'people', header: t('trait.people'), width: 84, align: 'right', sort: 'people', card: 'end', render: (trait) => formatNumber(trait.people) },
    { key: 'status', header: t('column.status'), width: 124, render: (trait) => <span title={trait.problem ?? undefined}><FillStatus name={trait.name} status={trait.status} progress={trait.progress} /></span> },
    { key: 'created', header: t('trait.created'), width: 120, sort: 'created', optional: 'shown', card: 'hidden', render: (trait) => <Time value={trait.createdAt} /> },
    { key: 'createdBy', header: t('column.createdBy'), width: 120, optional: 'start-hidden', card: 'hidden', render: (trait) => trait.createdBy },
    {
      key: 'delete', header: t('column.actions'), isHeaderHidden: true, width: 36, align: 'right',
      render: (trait) => onDelete && <ActionIcon size={28} aria-label={t('trait.deleteNamed', { name: trait.name })} onClick={() => onDelete(trait)}><IconTrash size={16} /></ActionIcon>,
    },
  ]
}

/** Values that Rapport works out of people's events and keeps up to date as traits. */
export function ComputedTraitsPage() {
  const { t } = useTranslation('segments')
  const toPath = useWorkspacePath()
  const { timezone } = useWorkspace()
  const canWrite = useCan('segments:write')
  const [view, setView] = useUrlState({ search: '', sort: 'name', direction: 'asc' })
  const [leaving, setLeaving] = useState<ComputedTrait | null>(null)
  const traits = useQuery(traitsQuery)
  const rows = useMemo(() => {
    const wanted = view.search.trim().toLowerCase()
    const matching = traits.data?.filter((trait) => `${trait.name} ${trait.key} ${trait.description}`.toLowerCase().includes(wanted))
    return matching && sortRows(matching, sortValues[view.sort], view.direction)
  }, [traits.data, view.search, view.sort, view.direction])
  const columns = useMemo(() => listColumns(t, timezone, canWrite ? setLeaving : undefined), [t, timezone, canWrite])
  const createButton = canWrite && <Button component={Link} to={toPath('/computed-traits/new')} leftSection={<IconPlus size={16} aria-hidden />}>{t('trait.new')}</Button>
  return (
    <Page title={t('trait.title')} description={t('trait.description')} width="fill" action={createButton}>
      <DataTable
        id="computed-traits"
        label={t('trait.title')}
        columns={columns}
        rows={rows}
        getId={(trait) => trait.id}
        rowTo={(trait) => toPath(`/computed-traits/${trait.id}`)}
        sort={{ by: view.sort, direction: view.direction === 'desc' ? 'desc' : 'asc' }}
        onSort={({ by, direction }) => setView({ sort: by, direction })}
        error={traits.error}
        onRetry={() => void traits.refetch()}
        isFiltered={view.search !== ''}
        onClearFilters={() => setView({ search: '' })}
        filters={<SearchInput label={t('trait.search')} value={view.search} onChange={(search) => setView({ search })} />}
        actions={rows && <span className="numbers" aria-live="polite">{t('trait.count', { count: rows.length, n: formatNumber(rows.length) })}</span>}
        empty={
          <EmptyState picture="catalogue" title={t('trait.empty')} action={createButton}>
            {t('trait.emptyHint')}
          </EmptyState>
        }
      />
      <DeleteTrait trait={leaving} onClose={() => setLeaving(null)} />
    </Page>
  )
}
