import { useInfiniteQuery } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { SegmentChange } from '@contract/segments/segments.contract.ts'
import { useLive, useLiveState, useThrottled } from '../../../app/live.ts'
import { useWorkspacePath } from '../../../app/session.ts'
import { DataTable, type Column } from '../../../ui/data-table.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { Dot, Tag } from '../../../ui/tag.tsx'
import { Time } from '../../../ui/time.tsx'
import { PersonCell } from '../person-cell.tsx'
import { changesQuery } from '../segment-requests.ts'
import type { TabProps } from '../segment-view.ts'
import { WhyLink } from '../why-link.tsx'
import classes from '../segments.module.css'

function listColumns(t: TFunction<'segments'>, segmentId: string): Column<SegmentChange>[] {
  return [
    { key: 'person', header: t('member.name'), width: 180, grow: 1, render: ({ profile }) => <PersonCell id={profile.id} name={profile.name} /> },
    { key: 'direction', header: t('changes.direction'), width: 84, card: 'end', render: ({ direction }) => <Tag tone={direction === 'entered' ? 'accent' : 'neutral'}>{t(`changes.${direction}`)}</Tag> },
    { key: 'reason', header: t('changes.reason'), width: 240, grow: 3, render: ({ reason, cause }) => <span className={classes.reason} title={reason}>{reason || t(`cause.${cause}`)}</span> },
    { key: 'cause', header: t('member.cause'), width: 150, optional: 'start-hidden', card: 'hidden', render: ({ cause }) => t(`cause.${cause}`) },
    { key: 'at', header: t('changes.at'), width: 120, render: ({ at }) => <Time value={at} /> },
    { key: 'why', header: t('why.link'), isHeaderHidden: true, width: 44, align: 'right', render: ({ profile }) => <WhyLink segmentId={segmentId} person={profile} /> },
  ]
}

/** Who came and who went, as it happens. */
export function ChangesTab({ segment }: TabProps) {
  const { t } = useTranslation('segments')
  const toPath = useWorkspacePath()
  const liveState = useLiveState()
  const changes = useInfiniteQuery(changesQuery(segment.id))
  const columns = useMemo(() => listColumns(t, segment.id), [t, segment.id])
  const rows = useMemo(() => changes.data?.pages.flatMap((page) => page.items), [changes.data])
  // What is new shows at once, but never under somebody who has scrolled on.
  const isAtStart = (changes.data?.pages.length ?? 0) <= 1
  const refresh = useThrottled(() => void changes.refetch(), 1000)
  useLive((message) => {
    if (message.kind === 'processed') refresh()
  }, isAtStart)
  return (
    <DataTable
      id="segment-changes"
      label={t('tab.changes')}
      columns={columns}
      rows={rows}
      getId={(change) => `${change.profile.id} ${change.direction} ${change.at}`}
      rowTo={(change) => toPath(`/people/${change.profile.id}`)}
      error={changes.error}
      onRetry={() => void changes.refetch()}
      hasMore={changes.hasNextPage && !changes.isFetchingNextPage}
      onMore={() => void changes.fetchNextPage()}
      filters={<span className={classes.quiet}>{t('changes.hint')}</span>}
      actions={
        <span className={classes.live}>
          <Dot tone={isAtStart && liveState === 'open' ? 'good' : 'neutral'} isPulsing={isAtStart && liveState === 'open'} /> {t(isAtStart ? 'changes.live' : 'changes.paused')}
        </span>
      }
      empty={
        <EmptyState picture="history" title={t('changes.empty')}>
          {t('changes.emptyHint')}
        </EmptyState>
      }
    />
  )
}
