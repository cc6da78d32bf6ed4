import { Button, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { EventEntry } from '@contract/catalogue/catalogue.contract.ts'
import { useWorkspacePath } from '../../app/session.ts'
import { DataTable, type Column, type Sort } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { Time } from '../../ui/time.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { eventsQuery, toEventPath } from './catalogue-requests.ts'
import { EventMarks } from './event-marks.tsx'
import classes from './catalogue.module.css'

const types = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const
const sorters: Record<string, (left: EventEntry, right: EventEntry) => number> = {
  name: (left, right) => left.name.localeCompare(right.name),
  count: (left, right) => left.count - right.count,
  today: (left, right) => left.countToday - right.countToday,
  firstSeen: (left, right) => left.firstSeenAt.localeCompare(right.firstSeenAt),
  lastSeen: (left, right) => left.lastSeenAt.localeCompare(right.lastSeenAt),
}

/** Every event that was ever seen, with its volume. */
export function EventsPage() {
  const { t } = useTranslation('catalogue')
  const toPath = useWorkspacePath()
  const [view, setView] = useUrlState({ search: '', type: '', sort: 'count', direction: 'desc' })
  const { data, error, refetch } = useQuery(eventsQuery)
  const sort: Sort = { by: view.sort, direction: view.direction === 'asc' ? 'asc' : 'desc' }
  const rows = useMemo(() => {
    const wanted = view.search.trim().toLowerCase()
    const sorter = sorters[view.sort] ?? sorters['count']
    const found = data?.filter((event) => (!view.type || event.type === view.type) && `${event.name} ${event.type} ${event.description}`.toLowerCase().includes(wanted)).toSorted(sorter)
    return view.direction === 'asc' ? found : found?.toReversed()
  }, [data, view])
  const columns = useMemo(
    (): Column<EventEntry>[] => [
      {
        key: 'name', header: t('column.name'), width: 200, grow: 2, sort: 'name',
        render: (event) => <span className={classes.name}>{event.name || t('unnamed', { type: event.type })} <EventMarks event={event} /></span>,
      },
      { key: 'type', header: t('column.type'), width: 72, card: 'hidden', render: (event) => <span className={classes.quiet}>{event.type}</span> },
      { key: 'description', header: t('column.description'), width: 160, grow: 2, card: 'hidden', render: (event) => event.description || <span className={classes.quiet}>–</span> },
      { key: 'count', header: t('column.count'), width: 96, align: 'right', sort: 'count', card: 'end', render: (event) => formatNumber(event.count) },
      { key: 'today', header: t('column.today'), width: 80, align: 'right', sort: 'today', card: 'detail', render: (event) => formatNumber(event.countToday) },
      { key: 'firstSeen', header: t('column.firstSeen'), width: 120, sort: 'firstSeen', card: 'hidden', render: (event) => <Time value={event.firstSeenAt} /> },
      { key: 'lastSeen', header: t('column.lastSeen'), width: 120, sort: 'lastSeen', card: 'detail', render: (event) => <Time value={event.lastSeenAt} /> },
    ],
    [t],
  )
  return (
    <Page title={t('events.title')} description={t('events.description')} width="fill">
      <DataTable
        id="catalogue-events"
        label={t('events.title')}
        columns={columns}
        rows={rows}
        getId={(event) => `${event.type}:${event.name}`}
        rowTo={(event) => toPath(toEventPath(event))}
        sort={sort}
        onSort={({ by, direction }) => setView({ sort: by, direction })}
        error={error}
        onRetry={() => void refetch()}
        filters={
          <>
            <SearchInput label={t('events.search')} value={view.search} onChange={(search) => setView({ search })} />
            <Select
              aria-label={t('column.type')}
              w={130}
              comboboxProps={{ withinPortal: false }}
              data={[{ value: '', label: t('events.anyType') }, ...types.map((type) => ({ value: type, label: type }))]}
              value={view.type}
              onChange={(type) => setView({ type: type ?? '' })}
            />
          </>
        }
        actions={rows && <span className="numbers">{t('events.count', { count: rows.length, n: formatNumber(rows.length) })}</span>}
        isFiltered={view.search !== '' || view.type !== ''}
        onClearFilters={() => setView({ search: '', type: '' })}
        empty={
          <EmptyState picture="catalogue" title={t('events.empty')} action={<Button component={Link} to={toPath('/sources')}>{t('events.emptyAction')}</Button>}>
            {t('events.emptyHint')}
          </EmptyState>
        }
      />
    </Page>
  )
}
