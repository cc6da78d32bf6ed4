import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../ui/format.ts'
import type { RejectedReply } from './stream-requests.ts'
import classes from './stream.module.css'

/** A code as people say it; one that has no words yet as it is. */
export function labelCode(t: TFunction<'stream'>, code: string): string {
  return t(`code.${code}`, code.replaceAll('_', ' '))
}

interface RejectedReasonsProps {
  reasons: RejectedReply['reasons']
  chosen: string
  onChoose: (code: string) => void
}

/** Why events were refused, and how many for each reason; choosing one shows its events alone. */
export function RejectedReasons({ reasons, chosen, onChoose }: RejectedReasonsProps) {
  const { t } = useTranslation('stream')
  return (
    <ul className={classes.reasons} aria-label={t('rejected.reasons')}>
      {reasons.map(({ code, count }) => (
        <li key={code}>
          <button type="button" className={classes.reasonButton} aria-pressed={chosen === code} onClick={() => onChoose(chosen === code ? '' : code)}>
            {labelCode(t, code)} <span className={`${classes.reasonCount} numbers`}>{formatNumber(count)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
