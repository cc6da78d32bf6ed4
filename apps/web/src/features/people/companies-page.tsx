import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Company } from '@contract/people/people.contract.ts'
import { useWorkspace, useWorkspacePath } from '../../app/session.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatMoney, formatNumber } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { Time } from '../../ui/time.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { CompanyPanel } from './company-panel.tsx'
import { companiesQuery } from './people-requests.ts'

/** The companies people belong to. */
export function CompaniesPage() {
  const { t } = useTranslation('people')
  const toPath = useWorkspacePath()
  const { currency } = useWorkspace()
  const [view, setView] = useUrlState({ search: '', company: '' })
  const companies = useInfiniteQuery(companiesQuery(view.search))
  const rows = useMemo(() => companies.data?.pages.flatMap((page) => page.items), [companies.data])
  const columns = useMemo(
    (): Column<Company>[] => [
      { key: 'name', header: t('company.name'), width: 200, grow: 2, render: (company) => company.name },
      { key: 'id', header: t('company.id'), width: 140, grow: 1, card: 'hidden', render: (company) => company.id },
      { key: 'people', header: t('company.people'), width: 80, align: 'right', card: 'detail', render: (company) => formatNumber(company.people) },
      { key: 'revenue', header: t('column.revenue'), width: 100, align: 'right', card: 'end', render: (company) => formatMoney(company.revenue, currency) },
      { key: 'lastSeen', header: t('column.lastSeen'), width: 130, card: 'detail', render: (company) => <Time value={company.lastSeenAt} /> },
      { key: 'firstSeen', header: t('column.firstSeen'), width: 130, card: 'hidden', render: (company) => <Time value={company.firstSeenAt} /> },
    ],
    [t, currency],
  )
  return (
    <Page title={t('company.title')} width="fill" panel={view.company && <CompanyPanel key={view.company} id={view.company} known={rows?.find((row) => row.id === view.company)} onClose={() => setView({ company: '' })} />}>
      <DataTable
        id="companies"
        label={t('company.title')}
        columns={columns}
        rows={rows}
        getId={(company) => company.id}
        onOpen={(company) => setView({ company: company.id })}
        selectedId={view.company}
        error={companies.error}
        onRetry={() => void companies.refetch()}
        hasMore={companies.hasNextPage && !companies.isFetchingNextPage}
        onMore={() => void companies.fetchNextPage()}
        filters={<SearchInput label={t('company.search')} value={view.search} onChange={(search) => setView({ search })} />}
        isFiltered={view.search !== ''}
        onClearFilters={() => setView({ search: '' })}
        empty={
          <EmptyState picture="company" title={t('company.empty')} action={<Button component={Link} to={toPath('/sources')} variant="default">{t('list.emptyAction')}</Button>}>
            {t('company.emptyHint')}
          </EmptyState>
        }
      />
    </Page>
  )
}
