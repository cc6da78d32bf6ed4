import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../../app/api.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { Section } from '../../../ui/page.tsx'
import { TextSkeleton } from '../../../ui/skeletons.tsx'
import { sayShare } from '../responses/summary/say-figure.ts'
import { decisionCountsQuery } from './decision-requests.ts'
import { toFunnel, type Funnel } from './funnel.ts'
import classes from './decisions.module.css'

interface DecisionFunnelProps {
  surveyId: string
  /** The reason that the list shows. */
  chosen: string
  onChoose: (reason: string) => void
}

/** How many were due, what stopped whom, and how many were asked. */
export function DecisionFunnel({ surveyId, chosen, onChoose }: DecisionFunnelProps) {
  const { t } = useTranslation('surveys')
  const { data, error } = useQuery(decisionCountsQuery(surveyId))
  return (
    <Section title={t('decisions.funnel.title')} description={t('decisions.funnel.hint')}>
      {error && !data ? (
        <FailureNote>{describeFailure(error)}</FailureNote>
      ) : !data ? (
        <TextSkeleton lines={5} />
      ) : data.items.length === 0 ? (
        <p className={classes.quiet}>{t('decisions.funnel.none')}</p>
      ) : (
        <Steps funnel={toFunnel(data.items)} chosen={chosen} onChoose={onChoose} />
      )}
    </Section>
  )
}

function Steps({ funnel: { due, asked, steps }, chosen, onChoose }: { funnel: Funnel } & Pick<DecisionFunnelProps, 'chosen' | 'onChoose'>) {
  const { t } = useTranslation('surveys')
  const share = sayShare(asked / due)
  return (
    <ol className={classes.funnel}>
      <li>
        <div className={classes.step}>
          <span>{t('decisions.funnel.due')}</span>
          <strong className="numbers">{formatNumber(due)}</strong>
        </div>
        <span className={classes.track} aria-hidden><span style={{ width: '100%' }} /></span>
      </li>
      {steps.map(({ reason, stopped, leftShare, stoppedShare }) => (
        <li key={reason}>
          <button type="button" className={classes.step} aria-pressed={chosen === reason} onClick={() => onChoose(reason)}>
            <span>{t(`decisions.reason.${reason}`)}</span>
            <span className={`${classes.stopped} numbers`}>{t('decisions.funnel.stopped', { n: formatNumber(stopped) })}</span>
            <span className="visually-hidden">{t('decisions.funnel.show')}</span>
          </button>
          <span className={classes.track} aria-hidden>
            <span style={{ width: `${leftShare * 100}%` }} />
            <span data-stopped style={{ width: `${stoppedShare * 100}%` }} />
          </span>
        </li>
      ))}
      <li>
        <button type="button" className={classes.step} aria-pressed={chosen === 'asked'} onClick={() => onChoose('asked')}>
          <span>{t('decisions.reason.asked')}</span>
          <span className="numbers"><strong>{formatNumber(asked)}</strong> · {share}</span>
          <span className="visually-hidden">{t('decisions.funnel.show')}</span>
        </button>
        <span className={classes.track} aria-hidden><span data-asked style={{ width: `${(asked / due) * 100}%` }} /></span>
      </li>
    </ol>
  )
}
