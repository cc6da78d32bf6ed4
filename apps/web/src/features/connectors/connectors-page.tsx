import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connector } from '@contract/connectors/connectors.contract.ts'
import { useCan } from '../../app/session.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { sortRows } from '../../ui/sort-rows.ts'
import { Tag, type Tone } from '../../ui/tag.tsx'
import { Time } from '../../ui/time.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { connectorsQuery, connectorTypesQuery } from './connector-queries.ts'
import { ConnectorPanel } from './connector-panel.tsx'
import { CreateConnectorModal } from './create-connector-modal.tsx'

type State = 'on' | 'off' | 'failing'
const stateTones: Record<State, Tone> = { on: 'good', off: 'neutral', failing: 'bad' }

function findState(connector: Connector): State {
  if (!connector.isEnabled) return 'off'
  return connector.lastError ? 'failing' : 'on'
}

const sortValues: Record<string, (connector: Connector) => string | number> = {
  name: (connector) => connector.name.toLowerCase(),
  delivered: (connector) => connector.delivered,
  failed: (connector) => connector.failed,
  last: (connector) => connector.lastDeliveryAt ?? '',
}

/** Outgoing connectors with what they delivered. */
export function ConnectorsPage() {
  const { t } = useTranslation('connectors')
  const canWrite = useCan('connectors:write')
  const [view, setView] = useUrlState({ search: '', sort: 'name', direction: 'asc', create: '', connector: '' })
  const query = useQuery({ ...connectorsQuery, refetchInterval: 5000 })
  const types = useQuery(connectorTypesQuery)
  const rows = useMemo(() => {
    const matching = query.data?.items.filter((connector) => connector.name.toLowerCase().includes(view.search.toLowerCase()))
    return matching && sortRows(matching, sortValues[view.sort], view.direction)
  }, [query.data, view.search, view.sort, view.direction])
  const columns = useMemo(
    (): Column<Connector>[] => [
      { key: 'name', header: t('name'), width: 180, grow: 2, sort: 'name', render: (connector) => connector.name },
      { key: 'type', header: t('type'), width: 130, optional: 'shown', render: (connector) => types.data?.items.find((type) => type.type === connector.type)?.label ?? connector.type },
      { key: 'status', header: t('status'), width: 80, card: 'end', render: (connector) => <Tag tone={stateTones[findState(connector)]}>{t(`state.${findState(connector)}`)}</Tag> },
      { key: 'events', header: t('events'), width: 140, grow: 1, optional: 'start-hidden', card: 'hidden', render: (connector) => connector.eventNames.join(', ') || t('allEvents') },
      { key: 'delivered', header: t('delivered'), width: 90, align: 'right', sort: 'delivered', render: (connector) => formatNumber(connector.delivered) },
      { key: 'failed', header: t('failed'), width: 70, align: 'right', sort: 'failed', render: (connector) => formatNumber(connector.failed) },
      { key: 'waiting', header: t('waiting'), width: 80, align: 'right', card: 'hidden', render: (connector) => formatNumber(connector.waiting) },
      { key: 'last', header: t('last'), width: 130, align: 'right', sort: 'last', render: (connector) => <Time value={connector.lastDeliveryAt} missing={t('never')} /> },
    ],
    [t, types.data],
  )
  const opened = query.data?.items.find((connector) => connector.id === view.connector)
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
      panel={opened && <ConnectorPanel key={opened.id} connector={opened} onClose={() => setView({ connector: '' })} />}
    >
      <DataTable
        id="connectors"
        label={t('title')}
        rows={rows}
        columns={columns}
        getId={(connector) => connector.id}
        onOpen={(connector) => setView({ connector: connector.id })}
        selectedId={view.connector}
        sort={{ by: view.sort, direction: view.direction === 'desc' ? 'desc' : 'asc' }}
        onSort={(sort) => setView({ sort: sort.by, direction: sort.direction })}
        error={query.error}
        onRetry={() => void query.refetch()}
        isFiltered={view.search !== ''}
        onClearFilters={() => setView({ search: '' })}
        filters={(query.data?.items.length ?? 0) > 0 && <SearchInput label={t('search')} value={view.search} onChange={(search) => setView({ search })} />}
        empty={
          <EmptyState picture="connector" title={t('empty')} action={createButton}>
            {t('emptyHint')}
          </EmptyState>
        }
      />
      <CreateConnectorModal isOpen={view.create === 'yes' && canWrite} onClose={() => setView({ create: '' })} onCreated={(connector) => setView({ create: '', connector: connector.id })} />
    </Page>
  )
}
