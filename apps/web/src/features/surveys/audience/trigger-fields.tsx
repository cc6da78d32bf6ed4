import { ActionIcon, Button, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EventFilterEditor } from '../../segments/index.ts'
import type { SurveyTargeting } from '../survey-requests.ts'
import type { TargetingFieldsProps } from './fields.ts'
import classes from './audience.module.css'

type Trigger = SurveyTargeting['trigger']
const pageOperators = ['contains', 'starts_with', 'equals', 'matches'] as const

/** Events that were really seen, pages, time, scrolling and leaving. */
export function TriggerFields({ value, onChange }: TargetingFieldsProps) {
  const { t } = useTranslation('surveys')
  const { trigger } = value
  const set = (changes: Partial<Trigger>) => onChange({ ...value, trigger: { ...trigger, ...changes } })
  return (
    <>
      <div role="group" aria-label={t('audience.events')}>
        <div className={classes.label}>{t('audience.events')}</div>
        {trigger.events.map((event, index) => (
          // Events are controlled as a whole and carry no state of their own.
          <div key={index} className={classes.event}>
            <div className={classes.grow}>
              <EventFilterEditor
                value={event}
                label={t('audience.event', { position: index + 1 })}
                before={index > 0 ? <span className={classes.word}>{t('audience.orWord')}</span> : undefined}
                onChange={(next) => set({ events: trigger.events.map((each, at) => (at === index ? next : each)) })}
              />
            </div>
            <ActionIcon size={28} aria-label={t('audience.removeEvent', { position: index + 1 })} onClick={() => set({ events: trigger.events.toSpliced(index, 1) })}><IconX size={14} /></ActionIcon>
          </div>
        ))}
        {trigger.events.length < 10 && <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => set({ events: [...trigger.events, { type: 'track', name: '', filters: [] }] })}>{t('audience.addEvent')}</Button>}
      </div>
      <DelayField seconds={trigger.delaySeconds} onChange={(delaySeconds) => set({ delaySeconds })} />
      <div role="group" aria-label={t('audience.pages')}>
        <div className={classes.label}>{t('audience.pages')}</div>
        {trigger.pages.map((page, index) => {
          const replace = (changes: Partial<typeof page>) => set({ pages: trigger.pages.map((each, at) => (at === index ? { ...each, ...changes } : each)) })
          return (
            <div key={index} className={classes.line}>
              <Select aria-label={t('audience.pageOperator', { position: index + 1 })} w={150} data={pageOperators.map((operator) => ({ value: operator, label: t(`audience.page.${operator}`) }))} value={page.operator} onChange={(operator) => replace({ operator: operator as 'equals' })} />
              <TextInput aria-label={t('audience.pageText', { position: index + 1 })} placeholder={page.operator === 'matches' ? '/products/*' : '/checkout'} maxLength={500} className={classes.grow ?? ''} value={page.value} onChange={(event) => replace({ value: event.currentTarget.value })} />
              <ActionIcon size={28} aria-label={t('audience.removePage', { position: index + 1 })} onClick={() => set({ pages: trigger.pages.toSpliced(index, 1) })}><IconX size={14} /></ActionIcon>
            </div>
          )
        })}
        {trigger.pages.length < 20 && <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => set({ pages: [...trigger.pages, { operator: 'contains', value: '' }] })}>{t('audience.addPage')}</Button>}
      </div>
      <div className={classes.line}>
        <NumberInput label={t('audience.seconds')} suffix=" s" min={0} max={3_600} allowDecimal={false} w={150} value={trigger.secondsOnPage ?? ''} onChange={(next) => set({ secondsOnPage: typeof next === 'number' ? next : undefined })} />
        <NumberInput label={t('audience.scroll')} suffix=" %" min={1} max={100} allowDecimal={false} w={150} value={trigger.scrollPercent ?? ''} onChange={(next) => set({ scrollPercent: typeof next === 'number' ? next : undefined })} />
      </div>
      <Switch label={t('audience.exit')} description={t('audience.exitHint')} checked={trigger.onExitIntent} onChange={(event) => set({ onExitIntent: event.currentTarget.checked })} />
    </>
  )
}

const unitSeconds = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 }
type Unit = keyof typeof unitSeconds
const units = Object.keys(unitSeconds) as Unit[]
const longestSeconds = 90 * 86_400

function DelayField({ seconds, onChange }: { seconds: number; onChange: (seconds: number) => void }) {
  const { t } = useTranslation('surveys')
  const [unit, setUnit] = useState<Unit>(units.findLast((each) => seconds > 0 && seconds % unitSeconds[each] === 0) ?? 'minutes')
  const limit = (wanted: number) => Math.min(longestSeconds, Math.max(0, Math.round(wanted)))
  return (
    <div className={classes.line}>
      <NumberInput label={t('audience.delay')} min={0} w={150} max={longestSeconds / unitSeconds[unit]} value={seconds / unitSeconds[unit]} onChange={(next) => onChange(limit(Number(next) * unitSeconds[unit]))} />
      <Select
        aria-label={t('audience.delayUnit')}
        w={120}
        data={units.map((each) => ({ value: each, label: t(`audience.unit.${each}`) }))}
        value={unit}
        onChange={(next) => {
          const chosen = next as Unit
          onChange(limit((seconds / unitSeconds[unit]) * unitSeconds[chosen]))
          setUnit(chosen)
        }}
      />
    </div>
  )
}
