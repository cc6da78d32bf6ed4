import { Button, Group, SegmentedControl } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LiveEvent } from '@contract/stream/stream.contract.ts'
import { useLiveState } from '../../app/live.ts'
import { useWorkspace, useWorkspacePath } from '../../app/session.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { SearchInput } from '../../ui/search-input.tsx'
import { Dot, Tag } from '../../ui/tag.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { CountersBar } from './counters-bar.tsx'
import { EventClock } from './event-clock.tsx'
import { EventPanel } from './event-panel.tsx'
import { useLiveEvents } from './use-live-events.ts'
import classes from './stream.module.css'

const statusTones = { processed: 'good', duplicate: 'neutral', rejected: 'bad' } as const
const statuses = ['processed', 'duplicate', 'rejected'] as const

/** Every event as it arrives, what it changed and why it was refused. */
export function LivePage() {
  const { t } = useTranslation('stream')
  const toPath = useWorkspacePath()
  const { timezone } = useWorkspace()
  const [view, setView] = useUrlState({ search: '', status: '' })
  const [isPaused, setIsPaused] = useState(false)
  const [open, setOpen] = useState<LiveEvent | null>(null)
  const liveState = useLiveState()
  const { events, error, retry, missed } = useLiveEvents(view.status, isPaused)
  const rows = useMemo(() => {
    const wanted = view.search.trim().toLowerCase()
    return wanted ? events?.filter((event) => `${event.name} ${event.type} ${event.source?.name ?? ''} ${event.profile?.name ?? ''}`.toLowerCase().includes(wanted)) : events
  }, [events, view.search])
  const columns = useMemo(
    (): Column<LiveEvent>[] => [
      { key: 'name', header: t('column.name'), width: 180, grow: 2, render: (event) => event.name },
      { key: 'type', header: t('column.type'), width: 72, card: 'hidden', render: (event) => <span className={classes.quiet}>{event.type}</span> },
      {
        key: 'person', header: t('column.person'), width: 160, grow: 2, card: 'detail',
        render: (event) => (event.profile ? <Link to={toPath(`/people/${event.profile.id}`)} className={classes.link}>{event.profile.name || t('noName')}</Link> : <span className={classes.quiet}>–</span>),
      },
      { key: 'source', header: t('column.source'), width: 130, grow: 1, card: 'hidden', render: (event) => event.source?.name ?? <span className={classes.quiet}>Rapport</span> },
      {
        key: 'status', header: t('column.status'), width: 116, card: 'end',
        render: (event) => (
          <span className={classes.state}>
            <Dot tone={statusTones[event.status]} /> {t(`status.${event.status}`)}
            {event.isBot && <Tag>{t('bot')}</Tag>}
          </span>
        ),
      },
      { key: 'time', header: t('column.received'), width: 76, align: 'right', card: 'detail', render: (event) => <EventClock value={event.receivedAt} timezone={timezone} /> },
    ],
    [t, toPath, timezone],
  )
  const isFiltered = view.search !== '' || view.status !== ''
  return (
    <Page
      title={t('live.title')}
      width="fill"
      action={
        <Button variant={isPaused ? 'filled' : 'default'} leftSection={isPaused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />} onClick={() => setIsPaused(!isPaused)}>
          {isPaused ? t('live.resume', { count: missed, n: formatNumber(missed) }) : t('live.pause')}
        </Button>
      }
      panel={open && <EventPanel key={open.seq} event={open} onClose={() => setOpen(null)} />}
    >
      <CountersBar />
      <DataTable
        id="live-events"
        label={t('live.title')}
        columns={columns}
        rows={rows}
        getId={(event) => String(event.seq)}
        onOpen={setOpen}
        selectedId={open ? String(open.seq) : null}
        error={error}
        onRetry={retry}
        filters={
          <Group gap={8}>
            <SearchInput label={t('live.search')} value={view.search} onChange={(search) => setView({ search })} />
            <SegmentedControl
              aria-label={t('column.status')}
              data={[{ value: '', label: t('live.all') }, ...statuses.map((status) => ({ value: status, label: t(`status.${status}`) }))]}
              value={view.status}
              onChange={(status) => setView({ status })}
            />
          </Group>
        }
        actions={
          <span className={classes.live}>
            <Dot tone={isPaused ? 'warn' : liveState === 'open' ? 'good' : 'neutral'} isPulsing={!isPaused && liveState === 'open'} />
            {t(isPaused ? 'live.paused' : liveState === 'open' ? 'live.on' : 'live.connecting')}
          </span>
        }
        isFiltered={isFiltered}
        onClearFilters={() => setView({ search: '', status: '' })}
        empty={
          <EmptyState picture="stream" title={t('live.empty')} action={<Button component={Link} to={toPath('/sources')}>{t('live.emptyAction')}</Button>}>
            {t('live.emptyHint')}
          </EmptyState>
        }
      />
    </Page>
  )
}
