import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RejectedEvent } from '@contract/stream/stream.contract.ts'
import { Facts } from '../../ui/facts.tsx'
import { JsonView } from '../../ui/json-view.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Tag } from '../../ui/tag.tsx'
import { Time } from '../../ui/time.tsx'
import { nameEvent } from './name-event.ts'
import { labelCode } from './rejected-reasons.tsx'
import classes from './stream.module.css'

interface RejectedPanelProps {
  event: RejectedEvent
  onReplay: (() => void) | undefined
  isReplaying: boolean
  onClose: () => void
}

/** Why one event was refused, what to do about it, and what it held. */
export function RejectedPanel({ event, onReplay, isReplaying, onClose }: RejectedPanelProps) {
  const { t } = useTranslation('stream')
  const advice = t(`advice.${event.code}`, '')
  return (
    <SidePanel title={nameEvent(event)} onClose={onClose}>
      <section aria-label={t('rejected.why')}>
        <div className={classes.outcome}><Tag tone="bad">{labelCode(t, event.code)}</Tag></div>
        <p className={classes.reason}>{event.reason}</p>
        {advice && <p className={classes.note}>{advice}</p>}
        {onReplay && !event.replayedAt && (
          <Button mt="sm" variant="default" leftSection={<IconRefresh size={16} aria-hidden />} loading={isReplaying} onClick={onReplay}>{t('rejected.replay')}</Button>
        )}
      </section>
      <Facts
        facts={[
          [t('column.source'), event.source?.name ?? '–'],
          [t('column.received'), <Time key="received" value={event.receivedAt} />],
          [t('rejected.replayed'), <Time key="replayed" value={event.replayedAt} missing={t('rejected.notYet')} />],
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
