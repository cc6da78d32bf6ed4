import { IconChevronRight } from '@tabler/icons-react'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TimelineItem } from '@contract/people/people.contract.ts'
import { useWorkspace } from '../../../app/session.ts'
import { formatClock, formatDateTime, formatMoney } from '../../../ui/format.ts'
import { TimelineIcon } from './timeline-icons.tsx'
import { VisitEvents } from './visit-events.tsx'
import classes from './timeline.module.css'

interface TimelineLineProps {
  item: TimelineItem
  personId: string
  isFresh: boolean
  openSeqs: string
  onOpenEvent: (seqs: string) => void
}

/** One line of the timeline. A visit opens to its events in place; an event opens beside. */
export const TimelineLine = memo(function TimelineLine({ item, personId, isFresh, openSeqs, onOpenEvent }: TimelineLineProps) {
  const { t } = useTranslation('people')
  const { currency, timezone } = useWorkspace()
  const [isOpen, setIsOpen] = useState(false)
  const isVisit = item.kind === 'visit'
  const seqs = item.seqs.join(',')
  const start = formatClock(item.startedAt, timezone)
  const end = formatClock(item.endedAt, timezone)
  const detail = [item.detail, item.channel !== 'web' && item.channel !== 'other' ? t(`channel.${item.channel}`) : null].filter(Boolean).join(' · ')
  return (
    <li className={classes.item} data-fresh={isFresh || undefined}>
      <div className={classes.line} data-selected={(!isVisit && openSeqs !== '' && openSeqs === seqs) || undefined}>
        <span className={classes.icon} data-tone={item.tone}>
          <TimelineIcon name={item.icon} />
        </span>
        <button
          type="button"
          className={classes.opener}
          data-timeline-line
          {...(isVisit ? { 'aria-expanded': isOpen } : {})}
          onClick={() => (isVisit ? setIsOpen(!isOpen) : onOpenEvent(seqs))}
        >
          <span className={classes.title}>
            <span>{item.title}</span>
            {item.tone !== 'neutral' && <span className="visually-hidden"> ({t(`tone.${item.tone}`)})</span>}
            {isVisit && <IconChevronRight size={14} className={classes.chevron} data-open={isOpen || undefined} aria-hidden />}
          </span>
          {detail && <span className={classes.detail}>{detail}</span>}
        </button>
        <span className={classes.end}>
          {item.amount !== null && <span className={`${classes.amount} numbers`}>{formatMoney(item.amount, currency)}</span>}
          <time className={`${classes.clock} numbers`} dateTime={item.startedAt} title={formatDateTime(item.startedAt, timezone)}>
            {start}
            {isVisit && end !== start && <>–{end}</>}
          </time>
        </span>
      </div>
      {isVisit && isOpen && <VisitEvents personId={personId} item={item} openSeqs={openSeqs} onOpenEvent={onOpenEvent} />}
    </li>
  )
})
