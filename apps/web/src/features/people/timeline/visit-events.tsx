import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { TimelineItem } from '@contract/people/people.contract.ts'
import { describeFailure } from '../../../app/api.ts'
import { useWorkspace } from '../../../app/session.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatClock } from '../../../ui/format.ts'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { visitEventsQuery } from './timeline-requests.ts'
import classes from './timeline.module.css'

interface VisitEventsProps {
  personId: string
  item: TimelineItem
  openSeqs: string
  onOpenEvent: (seqs: string) => void
}

/** What happened during one visit, step by step. */
export function VisitEvents({ personId, item, openSeqs, onOpenEvent }: VisitEventsProps) {
  const { t } = useTranslation('people')
  const { timezone } = useWorkspace()
  const events = useInfiniteQuery(visitEventsQuery(personId, item.sessionId, item.seqs))
  if (events.error && !events.data) return <FailureNote>{describeFailure(events.error)}</FailureNote>
  if (!events.data) return <div className={classes.steps}><TextSkeleton lines={Math.min(item.eventCount, 4)} /></div>
  const rows = events.data.pages.flatMap((page) => page.items)
  return (
    <div className={classes.steps}>
      <ol className={classes.stepList}>
        {rows.map((event) => (
          <li key={event.seq}>
            <button
              type="button"
              className={classes.step}
              data-timeline-line
              data-selected={openSeqs === String(event.seq) || undefined}
              onClick={() => onOpenEvent(String(event.seq))}
            >
              <span className={`${classes.stepClock} numbers`}>{formatClock(event.time, timezone)}</span>
              <span className="truncate">{event.title}</span>
            </button>
          </li>
        ))}
      </ol>
      {events.hasNextPage && (
        <Button variant="subtle" color="gray" size="compact-sm" loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
          {t('timeline.moreOfVisit')}
        </Button>
      )}
    </div>
  )
}
