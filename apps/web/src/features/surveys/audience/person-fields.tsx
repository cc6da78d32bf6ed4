// Whom: segments, how often, the workspace's rest, and the sample.
import { MultiSelect, NumberInput, Radio, Stack, Switch } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { SurveyTargeting } from '../survey-requests.ts'
import type { TargetingFieldsProps } from './fields.ts'

export function AudienceFields({ value, onChange, segments }: TargetingFieldsProps) {
  const { t } = useTranslation('surveys')
  const { audience } = value
  const set = (changes: Partial<typeof audience>) => onChange({ ...value, audience: { ...audience, ...changes } })
  return (
    <>
      <MultiSelect label={t('audience.inAny')} placeholder={audience.segmentIds.length === 0 ? t('audience.everybody') : ''} searchable clearable data={segments} value={audience.segmentIds} onChange={(segmentIds) => set({ segmentIds })} />
      <MultiSelect label={t('audience.notIn')} placeholder={audience.excludedSegmentIds.length === 0 ? t('audience.nobody') : ''} searchable clearable data={segments} value={audience.excludedSegmentIds} onChange={(excludedSegmentIds) => set({ excludedSegmentIds })} />
      <Switch label={t('audience.identified')} description={t('audience.identifiedHint')} checked={audience.isIdentifiedOnly} onChange={(event) => set({ isIdentifiedOnly: event.currentTarget.checked })} />
    </>
  )
}

const kinds = ['once', 'times', 'until_answered', 'every'] as const
const starts: Record<(typeof kinds)[number], SurveyTargeting['frequency']> = { once: { kind: 'once' }, times: { kind: 'times', times: 3 }, until_answered: { kind: 'until_answered' }, every: { kind: 'every', days: 90 } }

export function FrequencyFields({ value, onChange }: TargetingFieldsProps) {
  const { t } = useTranslation('surveys')
  const { frequency } = value
  return (
    <>
      <Radio.Group aria-label={t('audience.step.frequency')} value={frequency.kind} onChange={(kind) => onChange({ ...value, frequency: starts[kind as 'once'] })}>
        <Stack gap={6}>{kinds.map((kind) => <Radio key={kind} value={kind} label={t(`audience.frequency.${kind}`)} />)}</Stack>
      </Radio.Group>
      {frequency.kind === 'times' && <NumberInput label={t('audience.timesCount')} min={2} max={100} allowDecimal={false} clampBehavior="blur" w={150} value={frequency.times} onChange={(times) => typeof times === 'number' && times >= 2 && onChange({ ...value, frequency: { kind: 'times', times } })} />}
      {frequency.kind === 'every' && <NumberInput label={t('audience.everyDays')} min={1} max={3_650} allowDecimal={false} clampBehavior="blur" w={150} value={frequency.days} onChange={(days) => typeof days === 'number' && days >= 1 && onChange({ ...value, frequency: { kind: 'every', days } })} />}
    </>
  )
}

export function RestFields({ value, onChange }: TargetingFieldsProps) {
  const { t } = useTranslation('surveys')
  return <Switch label={t('audience.respectsRest')} description={t('audience.respectsRestHint')} checked={value.respectsRest} onChange={(event) => onChange({ ...value, respectsRest: event.currentTarget.checked })} />
}

export function SampleFields({ value, onChange }: TargetingFieldsProps) {
  const { t } = useTranslation('surveys')
  return <NumberInput label={t('audience.percent')} suffix=" %" min={0} max={100} decimalScale={2} clampBehavior="blur" w={150} value={value.samplePercent} onChange={(percent) => typeof percent === 'number' && percent >= 0 && percent <= 100 && onChange({ ...value, samplePercent: percent })} />
}
