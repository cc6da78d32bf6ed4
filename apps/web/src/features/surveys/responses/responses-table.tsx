import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLiveState } from '../../../app/live.ts'
import { useCan } from '../../../app/session.ts'
import { DataTable } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { Dot } from '../../../ui/tag.tsx'
import { DeleteResponses } from './delete-responses.tsx'
import { ExportMenu } from './export-menu.tsx'
import { listResponseColumns } from './response-columns.tsx'
import { ResponseFilters } from './response-filters.tsx'
import { isFiltered, noFilters } from './responses-view.ts'
import { useLiveResponses } from './use-live-responses.ts'
import { useResponses } from './use-responses.ts'
import classes from './responses.module.css'

interface ResponsesTableProps {
  /** Empty: of all surveys. */
  surveyId: string
  /** Employees' answers: filtered by location alone. */
  isAnonymous?: boolean
  /** How many match, where it is known. */
  total?: number | undefined
  /** Words of questions, for the filter on an answer. */
  titles?: ReadonlyMap<string, string>
}

/** The answers that match the filters, the newest first; each opens in the panel. */
export function ResponsesTable({ surveyId: ownId, isAnonymous = false, total, titles }: ResponsesTableProps) {
  const { t } = useTranslation('surveys')
  const canWrite = useCan('responses:write')
  const { view, setView, surveyId, query, responses, rows } = useResponses(ownId)
  const [chosen, setChosen] = useState<Set<string>>(new Set())
  const [isAsking, setIsAsking] = useState(false)
  const columns = useMemo(() => listResponseColumns(t, { isOfAll: surveyId === '' }), [t, surveyId])
  // What arrives never moves the rows of somebody who has scrolled on.
  useLiveResponses((responses.data?.pages.length ?? 0) <= 1)
  const count = total ?? rows?.length
  return (
    <>
      <DataTable
        id={ownId ? 'survey-responses' : 'all-survey-responses'}
        label={t('responses.list')}
        columns={columns}
        rows={rows}
        getId={(response) => response.id}
        onOpen={(response) => setView({ response: response.id })}
        selectedId={view.response || null}
        {...(canWrite && { choice: { ids: chosen, onChange: setChosen } })}
        error={responses.error}
        onRetry={() => void responses.refetch()}
        hasMore={responses.hasNextPage && !responses.isFetchingNextPage}
        onMore={() => void responses.fetchNextPage()}
        isFiltered={isFiltered(view) || (ownId === '' && view.survey !== '')}
        onClearFilters={() => setView({ ...noFilters, survey: '' })}
        filters={<ResponseFilters view={view} onChange={setView} isAnonymous={isAnonymous} canChooseSurvey={ownId === ''} titles={titles} />}
        actions={
          <>
            {chosen.size > 0 && (
              <Button variant="default" size="compact-sm" leftSection={<IconTrash size={14} aria-hidden />} onClick={() => setIsAsking(true)}>
                {t('responses.delete.many', { count: chosen.size, n: formatNumber(chosen.size) })}
              </Button>
            )}
            {rows && count !== undefined && (
              <span className="numbers" aria-live="polite">
                {total === undefined && responses.hasNextPage ? t('responses.more', { n: formatNumber(count) }) : t('responses.count', { count, n: formatNumber(count) })}
              </span>
            )}
            <LiveSign />
            {surveyId !== '' && <ExportMenu surveyId={surveyId} query={query} />}
          </>
        }
        empty={<EmptyState picture="mail" title={t('responses.empty')}>{t(ownId ? 'responses.emptyHint' : 'responses.emptyAllHint')}</EmptyState>}
      />
      <DeleteResponses ids={isAsking ? [...chosen] : []} onClose={() => setIsAsking(false)} onDone={() => setChosen(new Set())} />
    </>
  )
}

function LiveSign() {
  const { t } = useTranslation('surveys')
  const isOpen = useLiveState() === 'open'
  return (
    <span className={classes.live}>
      <Dot tone={isOpen ? 'good' : 'neutral'} isPulsing={isOpen} /> {t(isOpen ? 'responses.live' : 'responses.connecting')}
    </span>
  )
}
