import { useTranslation } from 'react-i18next'
import type { Summary } from '@contract/surveys/responses.contract.ts'
import { formatNumber } from '../../../../ui/format.ts'
import { Section } from '../../../../ui/page.tsx'
import { sayShare } from './say-figure.ts'
import classes from './summary.module.css'

/** From everybody who started to those who completed it: how many reached each question, and how many left there. */
export function DropOff({ summary }: { summary: Summary }) {
  const { t } = useTranslation('surveys')
  if (summary.started === 0 || summary.questions.length < 2) return null
  const steps = [
    { key: 'started', label: t('responses.summary.dropOff.started'), reached: summary.started, left: 0 },
    ...summary.questions.map(({ question, title, shown, droppedOff }, index) => ({ key: question, label: `${index + 1}. ${title}`, reached: shown, left: droppedOff })),
    { key: ' completed', label: t('responses.summary.dropOff.completed'), reached: summary.completed, left: 0 },
  ]
  return (
    <Section title={t('responses.summary.dropOff.title')} description={t('responses.summary.dropOff.hint')}>
      <ol className={classes.steps}>
        {steps.map(({ key, label, reached, left }) => (
          <li key={key}>
            <span className="truncate" title={label}>{label}</span>
            <span className={classes.track} aria-hidden><span style={{ width: `${Math.min(100, (reached / summary.started) * 100)}%` }} /></span>
            <span className={`${classes.reached} numbers`}>{t('responses.summary.dropOff.reached', { n: formatNumber(reached), share: sayShare(reached / summary.started) })}</span>
            <span className={`${classes.left} numbers`}>{left > 0 && t('responses.summary.dropOff.left', { n: formatNumber(left) })}</span>
          </li>
        ))}
      </ol>
    </Section>
  )
}
