import { Button } from '@mantine/core'
import { IconArrowUp } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { memo, useCallback, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../../app/api.ts'
import { useLiveState } from '../../../app/live.ts'
import { useWorkspace } from '../../../app/session.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { Dot } from '../../../ui/tag.tsx'
import { useNow } from '../../../ui/time.tsx'
import { findDay } from '../../../ui/zoned-days.ts'
import { formatLongDay, groupByDay } from './days.ts'
import { TimelineFilters } from './timeline-filters.tsx'
import { TimelineLine } from './timeline-line.tsx'
import { timelineQuery } from './timeline-requests.ts'
import { isTimelineFiltered, noTimelineFilters, toTimelineQuery, type TimelineView } from './timeline-view.ts'
import { useLineKeys } from './use-line-keys.ts'
import { useLiveTimeline } from './use-live-timeline.ts'
import { useUnseenLines } from './use-unseen-lines.ts'
import classes from './timeline.module.css'

interface TimelineProps {
  personId: string
  view: TimelineView
  onChange: (changes: Partial<TimelineView>) => void
}

/** Everything that happened with one person over all channels, newest first. */
export const Timeline = memo(function Timeline({ personId, view, onChange }: TimelineProps) {
  const { t } = useTranslation('people')
  const { timezone } = useWorkspace()
  const liveState = useLiveState()
  const query = useMemo(() => toTimelineQuery(view, timezone), [view, timezone])
  const lines = useInfiniteQuery(timelineQuery(personId, query))
  const freshKeys = useLiveTimeline(personId, query)
  const items = useMemo(() => lines.data?.pages.flatMap((page) => page.items), [lines.data])
  const groups = useMemo(() => groupByDay(items ?? [], timezone), [items, timezone])
  const holder = useRef<HTMLDivElement>(null)
  useLineKeys(holder)
  const { unseen, showNewest } = useUnseenLines(holder, freshKeys)
  const openEvent = useCallback((event: string) => onChange({ event }), [onChange])
  const onMore = () => {
    if (lines.hasNextPage && !lines.isFetchingNextPage) void lines.fetchNextPage()
  }
  return (
    <section className={classes.timeline} aria-label={t('timeline.title')} ref={holder}>
      <div className={classes.bar}>
        <TimelineFilters view={view} onChange={onChange} />
        <span className={classes.live}>
          <Dot tone={liveState === 'open' ? 'good' : 'neutral'} isPulsing={liveState === 'open'} /> <span className={classes.liveWord}>{t(liveState === 'open' ? 'timeline.live' : 'timeline.connecting')}</span>
        </span>
      </div>
      {unseen > 0 && (
        <div className={classes.unseen}>
          <Button size="compact-sm" leftSection={<IconArrowUp size={14} aria-hidden />} onClick={showNewest}>{t('timeline.unseen', { count: unseen })}</Button>
        </div>
      )}
      <div aria-busy={!items} data-dimmed={lines.isPlaceholderData || undefined} className={classes.groups}>
        {groups.map((group) => (
          <DayGroup key={group.day} day={group.day} timezone={timezone}>
            {group.items.map((item) => (
              <TimelineLine key={item.key} item={item} personId={personId} isFresh={freshKeys.has(item.key)} openSeqs={view.event} onOpenEvent={openEvent} />
            ))}
          </DayGroup>
        ))}
      </div>
      {!items && !lines.error && <TextSkeleton lines={8} />}
      {lines.error && (
        <EmptyState picture="trouble" title={t('timeline.failed')} action={<Button variant="default" onClick={() => void (items ? lines.fetchNextPage() : lines.refetch())}>{t('timeline.retry')}</Button>}>
          {describeFailure(lines.error)}
        </EmptyState>
      )}
      {items?.length === 0 && (
        isTimelineFiltered(view) ? (
          <EmptyState picture="search" title={t('timeline.nothing')} action={<Button variant="default" onClick={() => onChange(noTimelineFilters)}>{t('filter.clear')}</Button>}>
            {t('timeline.nothingHint')}
          </EmptyState>
        ) : (
          <EmptyState picture="history" title={t('timeline.empty')}>{t('timeline.emptyHint')}</EmptyState>
        )
      )}
      {lines.hasNextPage && !lines.error && <MoreLines onReach={onMore} isBusy={lines.isFetchingNextPage} />}
      {items && items.length > 0 && !lines.hasNextPage && <p className={classes.start}>{t(isTimelineFiltered(view) ? 'timeline.endFiltered' : 'timeline.start')}</p>}
    </section>
  )
})

function DayGroup({ day, timezone, children }: { day: string; timezone: string; children: React.ReactNode }) {
  const { t } = useTranslation('people')
  const now = useNow()
  const today = findDay(now, timezone)
  const yesterday = findDay(now - 86_400_000, timezone)
  return (
    <section className={classes.day}>
      <h2 className={classes.dayName}>
        {day === today ? t('timeline.today') : day === yesterday ? t('timeline.yesterday') : formatLongDay(day, today)}
      </h2>
      <ol className={classes.list}>{children}</ol>
    </section>
  )
}

/** Asks for older lines shortly before the end comes into view; a button for those who do not scroll. */
function MoreLines({ onReach, isBusy }: { onReach: () => void; isBusy: boolean }) {
  const { t } = useTranslation('people')
  const mark = useRef<HTMLDivElement>(null)
  const reach = useRef(onReach)
  useEffect(() => {
    reach.current = onReach
  })
  useEffect(() => {
    if (!mark.current || isBusy) return
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) reach.current()
    }, { rootMargin: '800px' })
    observer.observe(mark.current)
    return () => observer.disconnect()
  }, [isBusy])
  return (
    <div ref={mark} className={classes.more}>
      <Button variant="subtle" color="gray" loading={isBusy} onClick={onReach}>{t('timeline.older')}</Button>
    </div>
  )
}
