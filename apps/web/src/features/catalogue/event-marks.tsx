import { useTranslation } from 'react-i18next'
import type { EventEntry } from '@contract/catalogue/catalogue.contract.ts'
import { formatNumber } from '../../ui/format.ts'
import { Tag } from '../../ui/tag.tsx'

/** What is special about an event: blocked, made by Rapport, checked against a schema. */
export function EventMarks({ event }: { event: Pick<EventEntry, 'isBlocked' | 'isReserved' | 'schema' | 'schemaMode' | 'violations'> }) {
  const { t } = useTranslation('catalogue')
  const isChecked = event.schema !== null && event.schemaMode !== 'off'
  return (
    <>
      {event.isBlocked && <Tag tone="bad">{t('mark.blocked')}</Tag>}
      {event.isReserved && <Tag>{t('mark.reserved')}</Tag>}
      {isChecked && event.violations === 0 && <Tag tone="good">{t('mark.schema')}</Tag>}
      {isChecked && event.violations > 0 && <Tag tone="warn">{t('mark.violations', { count: event.violations, n: formatNumber(event.violations) })}</Tag>}
    </>
  )
}
