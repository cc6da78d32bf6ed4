import { ActionIcon, Button, NumberInput, Select, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { listValues, nameQuestion } from '../build/conditions.ts'
import type { SurveyTargeting } from '../survey-requests.ts'
import type { TargetingFieldsProps } from './fields.ts'
import classes from './audience.module.css'

type Quota = SurveyTargeting['quotas'][number]

/** How many answers are enough: in all, of a segment, or with an answer. */
export function QuotaFields({ value, onChange, segments, content }: TargetingFieldsProps) {
  const { t } = useTranslation('surveys')
  const { quotas } = value
  const set = (next: Quota[]) => onChange({ ...value, quotas: next })
  return (
    <>
      {quotas.map((quota, index) => {
        const replace = (changes: Partial<Quota>) => set(quotas.map((each, at) => (at === index ? { ...each, ...changes } : each)))
        const question = content.questions.find(({ key }) => key === quota.answer?.question)
        const values = question ? listValues(question, content.languages.main) : null
        return (
          // Quotas are controlled as a whole and carry no state of their own.
          <div key={index} role="group" aria-label={t('audience.quota.label', { position: index + 1 })} className={classes.quota}>
            <div className={classes.line}>
              <TextInput aria-label={t('audience.quota.name')} placeholder={t('audience.quota.name')} maxLength={100} className={classes.grow ?? ''} value={quota.name} onChange={(event) => replace({ name: event.currentTarget.value })} />
              <NumberInput aria-label={t('audience.quota.limit')} min={1} max={10_000_000} allowDecimal={false} w={110} value={quota.limit} onChange={(limit) => replace({ limit: typeof limit === 'number' ? limit : 0 })} />
              <ActionIcon size={28} aria-label={t('audience.quota.remove', { position: index + 1 })} onClick={() => set(quotas.toSpliced(index, 1))}><IconX size={14} /></ActionIcon>
            </div>
            <div className={classes.line}>
              <Select aria-label={t('audience.quota.segment')} placeholder={t('audience.quota.anySegment')} searchable clearable w={190} data={segments} value={quota.segmentId ?? null} onChange={(segmentId) => replace({ segmentId: segmentId ?? undefined })} />
              <Select aria-label={t('audience.quota.question')} placeholder={t('audience.quota.anyAnswer')} clearable w={190} data={content.questions.map(({ key }) => ({ value: key, label: nameQuestion(key, { content, t }) }))} value={quota.answer?.question ?? null} onChange={(key) => replace({ answer: key ? { question: key, value: '' } : undefined })} />
              {quota.answer && question && (values ? (
                <Select aria-label={t('audience.quota.value')} placeholder={t('audience.quota.value')} w={150} data={values} value={String(quota.answer.value) || null} onChange={(next) => replace({ answer: { question: question.key, value: next ?? '' } })} />
              ) : (
                <TextInput aria-label={t('audience.quota.value')} placeholder={t('audience.quota.value')} w={110} value={String(quota.answer.value)} onChange={(event) => replace({ answer: { question: question.key, value: readValue(event.currentTarget.value) } })} />
              ))}
            </div>
            {quota.answer && <p className={classes.note}>{t('audience.quota.answerHint')}</p>}
          </div>
        )
      })}
      {quotas.length < 50 && <div><Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => set([...quotas, { name: t('audience.quota.first'), limit: 500 }])}>{t('audience.quota.add')}</Button></div>}
    </>
  )
}

/** "9" is the number of a scale. */
function readValue(typed: string): string | number {
  return /^-?\d+(\.\d+)?$/.test(typed) ? Number(typed) : typed
}
