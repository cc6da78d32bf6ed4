import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../app/session.ts'
import { Page } from '../../ui/page.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { traitsQuery, useChangeTrait, type PropertyChange } from './catalogue-requests.ts'
import { PropertiesTable } from './properties-table.tsx'

/** Every trait that was seen on a person. */
export function TraitsPage() {
  const { t } = useTranslation('catalogue')
  const canWrite = useCan('catalogue:write')
  const [view, setView] = useUrlState({ search: '' })
  const { data, error, refetch } = useQuery(traitsQuery)
  const { mutate } = useChangeTrait()
  const change = useCallback((name: string, next: PropertyChange) => mutate({ name, change: next }), [mutate])
  const rows = useMemo(() => {
    const wanted = view.search.trim().toLowerCase()
    return data?.filter((trait) => `${trait.name} ${trait.description}`.toLowerCase().includes(wanted))
  }, [data, view.search])
  return (
    <Page title={t('traits.title')} description={t('traits.description')} width="fill">
      <PropertiesTable
        id="catalogue-traits"
        label={t('traits.title')}
        entries={rows}
        empty={t('traits.empty')}
        height="fill"
        error={error}
        onRetry={() => void refetch()}
        filters={<SearchInput label={t('traits.search')} value={view.search} onChange={(search) => setView({ search })} />}
        isFiltered={view.search !== ''}
        onClearFilters={() => setView({ search: '' })}
        onChange={canWrite ? change : undefined}
      />
    </Page>
  )
}
