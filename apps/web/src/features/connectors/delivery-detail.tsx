import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowLeft } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Delivery } from '@contract/connectors/connectors.contract.ts'
import { api } from '../../app/api.ts'
import { useCan } from '../../app/session.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { formatDuration } from '../../ui/format.ts'
import { JsonView } from '../../ui/json-view.tsx'
import { Section } from '../../ui/page.tsx'
import { Tag } from '../../ui/tag.tsx'
import { Time } from '../../ui/time.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { statusTones } from './connector-queries.ts'
import classes from './connectors.module.css'

interface DeliveryDetailProps {
  connectorId: string
  delivery: Delivery
  onBack: () => void
  onReplayed: () => Promise<void>
}

/** One delivery: the attempts, the answer, what was sent. */
export function DeliveryDetail({ connectorId, delivery, onBack, onReplayed }: DeliveryDetailProps) {
  const { t } = useTranslation('connectors')
  const canWrite = useCan('connectors:write')
  const replay = useSubmit(async () => {
    await api.post(`/v1/connectors/${connectorId}/deliveries/${delivery.id}/replay`)
    notifications.show({ message: t('replayed', { count: 1 }) })
    await onReplayed()
  })
  const facts: Array<[string, React.ReactNode]> = [
    [t('event'), delivery.eventName],
    [t('status'), <Tag key="status" tone={statusTones[delivery.status]}>{t(`deliveryStatus.${delivery.status}`)}</Tag>],
    [t('answer'), delivery.responseStatus ?? t('delivery.noAnswer')],
    [t('attempts'), delivery.attempts],
    [t('delivery.lastAttempt'), <Time key="last" value={delivery.lastAttemptAt} />],
    ...(delivery.nextAttemptAt ? [[t('delivery.next'), <Time key="next" value={delivery.nextAttemptAt} />] as [string, React.ReactNode]] : []),
    [t('delivery.took'), delivery.durationMs === null ? '–' : formatDuration(delivery.durationMs / 1000)],
    [t('delivery.message'), <code key="message">{delivery.messageId}</code>],
  ]
  return (
    <>
      <div className={classes.bar}>
        <Button variant="subtle" color="gray" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={onBack} ml={-12}>
          {t('delivery.back')}
        </Button>
        <span className={classes.spacer} />
        {canWrite && (
          <Button variant="default" loading={replay.isBusy} onClick={() => void replay.submit()}>
            {t('replay')}
          </Button>
        )}
      </div>
      {replay.failure && <FailureNote>{replay.failure}</FailureNote>}
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <div key={label} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {delivery.responseText && (
        <Section title={t('delivery.answerText')}>
          <CodeBlock code={delivery.responseText} label={t('delivery.answerText')} maxHeightPixels={240} />
        </Section>
      )}
      <Section title={t('delivery.payload')}>
        <JsonView value={delivery.payload} label={t('delivery.payload')} />
      </Section>
    </>
  )
}
