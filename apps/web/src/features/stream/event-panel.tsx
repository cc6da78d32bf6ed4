import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { LiveEvent } from '@contract/stream/stream.contract.ts'
import { useWorkspacePath } from '../../app/session.ts'
import { JsonView } from '../../ui/json-view.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Tag } from '../../ui/tag.tsx'
import { Time } from '../../ui/time.tsx'
import { ChangeList } from './change-list.tsx'
import { Facts } from '../../ui/facts.tsx'
import classes from './stream.module.css'

const statusTones = { processed: 'good', duplicate: 'neutral', rejected: 'bad' } as const

/** One event: what became of it, what it changed, and the bytes as they came. */
export function EventPanel({ event, onClose }: { event: LiveEvent; onClose: () => void }) {
  const { t } = useTranslation('stream')
  const toPath = useWorkspacePath()
  return (
    <SidePanel title={event.name} onClose={onClose}>
      <section aria-label={t('panel.outcome')}>
        <div className={classes.outcome}>
          <Tag tone={statusTones[event.status]}>{t(`status.${event.status}`)}</Tag>
          {event.isBot && <Tag>{t('bot')}</Tag>}
        </div>
        {event.status === 'rejected' && <p className={classes.reason}>{event.reason}</p>}
        {event.status === 'duplicate' && <p className={classes.note}>{t('panel.duplicate')}</p>}
        {event.isBot && <p className={classes.note}>{t('panel.bot')}</p>}
      </section>
      {event.status === 'processed' && (
        <section aria-label={t('panel.changed')}>
          <h3 className={classes.subtitle}>{t('panel.changed')}</h3>
          <ChangeList changes={event.changes} />
        </section>
      )}
      <Facts
        facts={[
          [t('column.person'), event.profile ? <Link key="person" to={toPath(`/people/${event.profile.id}`)} className={classes.link}>{event.profile.name || t('noName')}</Link> : '–'],
          [t('column.source'), event.source?.name ?? 'Rapport'],
          [t('column.type'), event.type],
          [t('panel.time'), <Time key="time" value={event.time} />],
          [t('column.received'), <Time key="received" value={event.receivedAt} />],
          [t('panel.messageId'), <code key="id">{event.messageId}</code>],
          [t('panel.seq'), <span key="seq" className="numbers">{event.seq}</span>],
        ]}
      />
      <div>
        <h3 className={classes.subtitle}>{t('panel.payload')}</h3>
        <JsonView value={event.payload} label={t('panel.payload')} />
      </div>
    </SidePanel>
  )
}
