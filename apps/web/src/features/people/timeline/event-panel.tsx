import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { PersonEvent } from '@contract/people/people.contract.ts'
import { describeFailure } from '../../../app/api.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { JsonView } from '../../../ui/json-view.tsx'
import { SidePanel } from '../../../ui/side-panel.tsx'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { Time } from '../../../ui/time.tsx'
import { eventsBySeqQuery } from './timeline-requests.ts'
import { Facts } from '../../../ui/facts.tsx'

interface EventPanelProps {
  personId: string
  /** Comma separated. */
  seqs: string
  onClose: () => void
}

/** The raw events behind one line. */
export function EventPanel({ personId, seqs, onClose }: EventPanelProps) {
  const { t } = useTranslation('people')
  const { data, error } = useQuery(eventsBySeqQuery(personId, seqs))
  const events = data?.items
  const title = events?.length === 1 ? (events[0]?.title ?? '') : t('event.several', { count: events?.length ?? 0 })
  return (
    <SidePanel title={events ? title : t('event.title')} onClose={onClose}>
      {error && <FailureNote>{describeFailure(error)}</FailureNote>}
      {!events && !error && <TextSkeleton lines={6} />}
      {events?.length === 0 && <p>{t('event.gone')}</p>}
      {events?.map((event) => <EventFacts key={event.seq} event={event} />)}
    </SidePanel>
  )
}

function EventFacts({ event }: { event: PersonEvent }) {
  const { t } = useTranslation('people')
  return (
    <>
      <Facts
        facts={[
          [t('event.name'), event.name],
          [t('event.type'), event.type],
          [t('event.time'), <Time key="time" value={event.time} />],
          [t('event.receivedAt'), <Time key="received" value={event.receivedAt} />],
          [t('event.channel'), t(`channel.${event.channel}`)],
          [t('event.origin'), t(`origin.${event.origin}`, event.origin)],
          [t('event.messageId'), <code key="id">{event.messageId}</code>],
        ]}
      />
      <JsonView value={event.payload} label={t('event.payload')} />
    </>
  )
}
