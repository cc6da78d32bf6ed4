import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useWorkspace, useWorkspacePath } from '../../../app/session.ts'
import { segmentNamesQuery } from '../../segments/index.ts'
import { settingsQuery } from '../survey-requests.ts'
import type { TabProps } from '../survey-view.ts'
import { AudienceFields, FrequencyFields, RestFields, SampleFields } from './person-fields.tsx'
import { QuotaFields } from './quota-fields.tsx'
import { ScheduleFields } from './schedule-fields.tsx'
import { sayAudience, sayFrequency, sayQuotas, sayRest, saySample, saySchedule, sayTrigger, type TargetingWords } from './sentences.ts'
import { TriggerFields } from './trigger-fields.tsx'
import classes from './audience.module.css'

/** Who is asked and when: every rule as a sentence, in the order in which they are looked at. */
export function AudienceTab({ survey, content, targeting, canWrite }: TabProps) {
  const { t } = useTranslation('surveys')
  const { t: tSegments } = useTranslation('segments')
  const { timezone } = useWorkspace()
  const toPath = useWorkspacePath()
  const { data: segments } = useQuery(segmentNamesQuery)
  const { data: settings } = useQuery(settingsQuery)
  const { value, change } = targeting
  const words: TargetingWords = { t, tSegments, timezone, nameSegment: (id) => segments?.find((segment) => segment.id === id)?.name ?? t('audience.segmentGone') }
  const fields = { value, onChange: change, timezone, content: content.value, segments: (segments ?? []).map(({ id, name }) => ({ value: id, label: name })) }
  return (
    <div className={classes.steps}>
      <p className={classes.intro}>
        {t('audience.intro')} {survey.status === 'live' && <strong>{t('audience.atOnce')}</strong>}
      </p>
      <fieldset disabled={!canWrite} className={classes.plain}>
        <ol className={classes.list}>
          <Step title={t('audience.step.trigger')} sentence={sayTrigger(value, words)} note={t('audience.note.trigger')}><TriggerFields {...fields} /></Step>
          <Step title={t('audience.step.audience')} sentence={sayAudience(value, words)}><AudienceFields {...fields} /></Step>
          <Step title={t('audience.step.frequency')} sentence={sayFrequency(value, words)}><FrequencyFields {...fields} /></Step>
          <Step title={t('audience.step.rest')} sentence={sayRest(value, settings, words)} note={<>{t('audience.note.rest')} <Link to={toPath('/settings/surveys')}>{t('audience.toSettings')}</Link></>}><RestFields {...fields} /></Step>
          <Step title={t('audience.step.sample')} sentence={saySample(value, words)} note={t('audience.note.sample')}><SampleFields {...fields} /></Step>
          <Step title={t('audience.step.quotas')} sentence={sayQuotas(value, words)} note={t('audience.note.quotas')}><QuotaFields {...fields} /></Step>
          <Step title={t('audience.step.schedule')} sentence={saySchedule(value, words)}><ScheduleFields {...fields} /></Step>
        </ol>
      </fieldset>
    </div>
  )
}

function Step({ title, sentence, note, children }: { title: string; sentence: string; note?: ReactNode; children: ReactNode }) {
  return (
    <li className={classes.step}>
      <div>
        <h2>{title}</h2>
        <p className={classes.sentence}>{sentence}</p>
        {note && <p className={classes.note}>{note}</p>}
      </div>
      <div className={classes.fields}>{children}</div>
    </li>
  )
}
