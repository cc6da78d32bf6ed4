import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLive, useThrottled } from '../../app/live.ts'
import { useCan, useWorkspace, useWorkspacePath } from '../../app/session.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { NewPersonForm } from './new-person-form.tsx'
import { listPeopleColumns } from './people-columns.tsx'
import { PeopleFilters } from './people-filters.tsx'
import { peopleQuery, traitNamesQuery } from './people-requests.ts'
import { noFilters, peopleDefaults, toPeopleQuery } from './people-view.ts'

/** Everybody who was ever seen: search, filters, columns, export. */
export function PeoplePage() {
  const { t } = useTranslation('people')
  const toPath = useWorkspacePath()
  const { currency, timezone } = useWorkspace()
  const canWrite = useCan('people:write')
  const canReadTraits = useCan('catalogue:read')
  const [view, setView] = useUrlState(peopleDefaults)
  const query = toPeopleQuery(view)
  const people = useInfiniteQuery(peopleQuery(query))
  const { data: traits = [] } = useQuery({ ...traitNamesQuery, enabled: canReadTraits })
  const columns = useMemo(() => listPeopleColumns(t, { currency, timezone }, traits), [t, currency, timezone, traits])
  // The server compares whole traits, not parts of them.
  const filterable = useMemo(() => traits.filter((name) => !name.includes('.')), [traits])
  const rows = useMemo(() => people.data?.pages.flatMap((page) => page.items), [people.data])

  // Who arrives shows at once, but never under somebody who has scrolled on.
  const isAtStart = (people.data?.pages.length ?? 0) <= 1
  const refresh = useThrottled(() => void people.refetch(), 1000)
  useLive((message) => {
    if (message.kind === 'processed') refresh()
  }, isAtStart)

  const isFiltered = Object.keys(noFilters).some((name) => view[name as keyof typeof noFilters] !== '')
  const newest = people.data?.pages[0]
  return (
    <Page
      title={t('list.title')}
      width="fill"
      action={canWrite && <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setView({ create: '1' })}>{t('list.new')}</Button>}
    >
      <DataTable
        id="people"
        label={t('list.title')}
        columns={columns}
        rows={rows}
        getId={(person) => person.id}
        rowTo={(person) => toPath(`/people/${person.id}`)}
        sort={{ by: view.sort, direction: view.direction === 'asc' ? 'asc' : 'desc' }}
        onSort={({ by, direction }) => setView({ sort: by, direction })}
        error={people.error}
        onRetry={() => void people.refetch()}
        hasMore={people.hasNextPage && !people.isFetchingNextPage}
        onMore={() => void people.fetchNextPage()}
        filters={<PeopleFilters view={view} onChange={setView} traits={filterable} />}
        actions={newest && <span className="numbers" aria-live="polite">{t(newest.isTotalExact ? 'list.count' : 'list.countMore', { count: newest.total, n: formatNumber(newest.total) })}</span>}
        csv={{ path: '/v1/people.csv', query, fileName: 'people.csv' }}
        isFiltered={isFiltered}
        onClearFilters={() => setView(noFilters)}
        empty={
          <EmptyState picture="people" title={t('list.empty')} action={<Button component={Link} to={toPath('/sources')}>{t('list.emptyAction')}</Button>}>
            {t('list.emptyHint')}
          </EmptyState>
        }
      />
      <NewPersonForm isOpen={view.create !== '' && canWrite} onClose={() => setView({ create: '' })} />
    </Page>
  )
}
