import { Button, Group, SegmentedControl } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RejectedEvent } from '@contract/stream/stream.contract.ts'
import { useLive, useThrottled } from '../../app/live.ts'
import { useCan, useWorkspace } from '../../app/session.ts'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { formatNumber } from '../../ui/format.ts'
import { Page } from '../../ui/page.tsx'
import { Tag } from '../../ui/tag.tsx'
import { useUrlState } from '../../ui/use-url-state.ts'
import { EventClock } from './event-clock.tsx'
import { nameEvent } from './name-event.ts'
import { labelCode, RejectedReasons } from './rejected-reasons.tsx'
import { RejectedPanel } from './rejected-panel.tsx'
import { rejectedQuery } from './stream-requests.ts'
import { useReplay } from './use-replay.ts'
import classes from './stream.module.css'

const none: ReadonlySet<string> = new Set()

/** Events that were refused: why, what they held, and sending them through again. */
export function RejectedPage() {
  const { t } = useTranslation('stream')
  const { timezone } = useWorkspace()
  const canManage = useCan('events:manage')
  const [view, setView] = useUrlState({ code: '', replayed: 'no' })
  const [chosen, setChosen] = useState(none)
  const [open, setOpen] = useState<RejectedEvent | null>(null)
  const rejected = useInfiniteQuery(rejectedQuery({ code: view.code, replayed: view.replayed === 'all' ? '' : view.replayed }))
  const refresh = useThrottled(() => void rejected.refetch(), 2000)
  useLive((message) => {
    if (message.kind === 'processed') refresh()
  }, (rejected.data?.pages.length ?? 0) <= 1)
  const replay = useReplay()
  const rows = useMemo(() => rejected.data?.pages.flatMap((page) => page.items), [rejected.data])
  const reasons = rejected.data?.pages[0]?.reasons
  const replayable = rows?.filter((row) => chosen.has(String(row.seq))).map((row) => row.seq) ?? []
  const columns = useMemo(
    (): Column<RejectedEvent>[] => [
      { key: 'name', header: t('column.name'), width: 150, grow: 1, render: (event) => nameEvent(event) },
      { key: 'code', header: t('rejected.why'), width: 140, card: 'end', render: (event) => labelCode(t, event.code) },
      { key: 'reason', header: t('rejected.detail'), width: 220, grow: 3, card: 'detail', render: (event) => <span title={event.reason}>{event.reason}</span> },
      { key: 'source', header: t('column.source'), width: 130, grow: 1, card: 'hidden', render: (event) => event.source?.name ?? '–' },
      { key: 'state', header: t('column.status'), width: 84, card: 'hidden', render: (event) => (event.replayedAt ? <Tag>{t('rejected.replayed')}</Tag> : <span className={classes.quiet}>{t('rejected.waiting')}</span>) },
      { key: 'time', header: t('column.received'), width: 96, align: 'right', card: 'detail', render: (event) => <EventClock value={event.receivedAt} timezone={timezone} /> },
    ],
    [t, timezone],
  )
  const change = (changes: Partial<typeof view>) => {
    setChosen(none)
    setView(changes)
  }
  const ofReason = reasons?.find((reason) => reason.code === view.code)?.count ?? 0
  return (
    <Page
      title={t('rejected.title')}
      description={t('rejected.description')}
      width="fill"
      panel={open && <RejectedPanel key={open.seq} event={open} onReplay={canManage ? () => replay.mutate({ seqs: [open.seq] }, { onSuccess: () => setOpen(null) }) : undefined} isReplaying={replay.isPending} onClose={() => setOpen(null)} />}
    >
      {reasons && reasons.length > 0 && <RejectedReasons reasons={reasons} chosen={view.code} onChoose={(code) => change({ code })} />}
      <DataTable
        id="rejected-events"
        label={t('rejected.title')}
        columns={columns}
        rows={rows}
        getId={(event) => String(event.seq)}
        onOpen={setOpen}
        selectedId={open ? String(open.seq) : null}
        error={rejected.error}
        onRetry={() => void rejected.refetch()}
        hasMore={rejected.hasNextPage && !rejected.isFetchingNextPage}
        onMore={() => void rejected.fetchNextPage()}
        {...(canManage ? { choice: { ids: chosen, onChange: setChosen } } : {})}
        filters={
          <SegmentedControl
            aria-label={t('column.status')}
            data={[{ value: 'no', label: t('rejected.notReplayed') }, { value: 'yes', label: t('rejected.replayed') }, { value: 'all', label: t('live.all') }]}
            value={view.replayed}
            onChange={(replayed) => change({ replayed })}
          />
        }
        actions={
          canManage && (
            <Group gap={8}>
              {replayable.length > 0 && (
                <Button variant="default" leftSection={<IconRefresh size={16} aria-hidden />} loading={replay.isPending} onClick={() => replay.mutate({ seqs: replayable.slice(0, 1000) }, { onSuccess: () => setChosen(none) })}>
                  {t('rejected.replayChosen', { count: replayable.length, n: formatNumber(replayable.length) })}
                </Button>
              )}
              {view.code && ofReason > 0 && (
                <Button leftSection={<IconRefresh size={16} aria-hidden />} loading={replay.isPending} onClick={() => replay.mutate({ code: view.code }, { onSuccess: () => setChosen(none) })}>
                  {t('rejected.replayReason', { count: ofReason, n: formatNumber(ofReason) })}
                </Button>
              )}
            </Group>
          )
        }
        isFiltered={view.code !== '' || view.replayed === 'yes'}
        onClearFilters={() => change({ code: '', replayed: 'no' })}
        empty={<EmptyState picture="done" title={t('rejected.empty')}>{t('rejected.emptyHint')}</EmptyState>}
      />
    </Page>
  )
}
