import { Button, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan, useWorkspacePath } from '../../app/session.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { sortRows } from '../../ui/sort-rows.ts'
import { useUrlState } from '../../ui/use-url-state.ts'
import { DeleteSurveys } from './delete-surveys.tsx'
import { listSurveyColumns, sortKeys } from './survey-columns.tsx'
import { surveysQuery, type SurveyRow } from './survey-requests.ts'
import { useChangeStatus, useDuplicateSurveys } from './use-survey-changes.ts'

const noFilters = { search: '', status: '', kind: '', channel: '' }
type Filters = typeof noFilters
const statuses = ['draft', 'live', 'paused', 'closed'] as const
const channels = ['link', 'widget', 'email'] as const
const kinds = ['customers', 'employees'] as const

function filterSurveys(surveys: SurveyRow[], { search, status, kind, channel }: Filters): SurveyRow[] {
  const wanted = search.trim().toLowerCase()
  return surveys.filter(
    (survey) =>
      survey.name.toLowerCase().includes(wanted) && (status === '' || survey.status === status) && (kind === '' || survey.kind === kind) && (channel === '' || survey.channels.some((each) => each === channel)),
  )
}

/** Every survey: where it asks, how many answer, and what they say in one figure. */
export function SurveysPage() {
  const { t } = useTranslation('surveys')
  const toPath = useWorkspacePath()
  const canWrite = useCan('surveys:write')
  const [view, setView] = useUrlState({ ...noFilters, sort: 'updated', direction: 'desc' })
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [leaving, setLeaving] = useState<SurveyRow[]>([])
  const surveys = useQuery(surveysQuery)
  const columns = useMemo(() => listSurveyColumns(t, canWrite ? (survey) => setLeaving([survey]) : null), [t, canWrite])
  const rows = useMemo(() => surveys.data && sortRows(filterSurveys(surveys.data, view), sortKeys[view.sort], view.direction), [surveys.data, view])
  const picked = rows?.filter(({ id }) => chosen.has(id)) ?? []
  const createButton = canWrite && (
    <Button component={Link} to={toPath('/feedback/surveys/new')} leftSection={<IconPlus size={16} aria-hidden />}>{t('list.new')}</Button>
  )
  return (
    <Page title={t('list.title')} description={t('list.description')} width="fill" action={createButton}>
      <DataTable
        id="surveys"
        label={t('list.title')}
        columns={columns}
        rows={rows}
        getId={(survey) => survey.id}
        rowTo={(survey) => toPath(`/feedback/surveys/${survey.id}`)}
        sort={{ by: view.sort, direction: view.direction === 'desc' ? 'desc' : 'asc' }}
        onSort={({ by, direction }) => setView({ sort: by, direction })}
        error={surveys.error}
        onRetry={() => void surveys.refetch()}
        isFiltered={Object.keys(noFilters).some((name) => view[name as keyof Filters] !== '')}
        onClearFilters={() => setView(noFilters)}
        {...(canWrite ? { choice: { ids: chosen, onChange: setChosen } } : {})}
        filters={<SurveyFilters view={view} onChange={setView} />}
        actions={picked.length > 0 ? <BulkActions surveys={picked} onDelete={() => setLeaving(picked)} onDone={() => setChosen(new Set())} /> : rows && <span className="numbers" aria-live="polite">{t('list.count', { count: rows.length, n: formatNumber(rows.length) })}</span>}
        empty={
          <EmptyState picture="mail" title={t('list.empty')} action={createButton}>
            {t('list.emptyHint')}
          </EmptyState>
        }
      />
      <DeleteSurveys surveys={leaving} onClose={() => setLeaving([])} onDeleted={() => setChosen(new Set())} />
    </Page>
  )
}

function SurveyFilters({ view, onChange }: { view: Filters; onChange: (changes: Partial<Filters>) => void }) {
  const { t } = useTranslation('surveys')
  const { t: tAny } = useTranslation('surveys')
  const select = (name: 'status' | 'kind' | 'channel', values: readonly string[]) => (
    <Select
      aria-label={t(`filter.${name}`)}
      w={126}
      data={[{ value: '', label: t(`filter.any.${name}`) }, ...values.map((value) => ({ value, label: tAny(`${name}.${value}`) }))]}
      value={view[name]}
      onChange={(value) => onChange({ [name]: value ?? '' })}
    />
  )
  return (
    <>
      <SearchInput label={t('list.search')} value={view.search} onChange={(search) => onChange({ search })} />
      {select('status', statuses)}
      {select('kind', kinds)}
      {select('channel', channels)}
    </>
  )
}

function BulkActions({ surveys, onDelete, onDone }: { surveys: SurveyRow[]; onDelete: () => void; onDone: () => void }) {
  const { t } = useTranslation('surveys')
  const changeStatus = useChangeStatus()
  const duplicate = useDuplicateSurveys()
  const live = surveys.filter(({ status }) => status === 'live')
  const open = surveys.filter(({ status, version }) => version > 0 && status !== 'closed')
  const set = (of: SurveyRow[], status: 'paused' | 'closed') => changeStatus.mutate({ surveys: of, status }, { onSuccess: onDone })
  return (
    <>
      {live.length > 0 && <Button variant="subtle" color="gray" onClick={() => set(live, 'paused')}>{t('bulk.pause', { count: live.length })}</Button>}
      {open.length > 0 && <Button variant="subtle" color="gray" onClick={() => set(open, 'closed')}>{t('bulk.close', { count: open.length })}</Button>}
      <Button variant="subtle" color="gray" loading={duplicate.isPending} onClick={() => duplicate.mutate(surveys, { onSuccess: onDone })}>{t('bulk.duplicate', { count: surveys.length })}</Button>
      <Button variant="subtle" color="red" onClick={onDelete}>{t('bulk.delete', { count: surveys.length })}</Button>
    </>
  )
}
