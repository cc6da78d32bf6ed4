import { useContext } from 'react'
import { useTranslation } from 'react-i18next'
import type { Window } from '@contract/segments/conditions.contract.ts'
import { WorkspaceContext } from '../../../app/session.ts'
import { DayField } from './controls/fields.tsx'
import { Picker } from './controls/picker.tsx'
import { DurationInput } from './duration-input.tsx'
import classes from './builder.module.css'
import { findDay, findDayStart, shiftDay } from './zoned-days.ts'

const allKinds = ['ever', 'sliding', 'between'] as const
type Kind = Window['kind']

interface WindowEditorProps<Kinds extends Kind> {
  value: Window
  onChange: (value: Extract<Window, { kind: Kinds }>) => void
  /** Which kinds are offered; all when left out. */
  kinds?: readonly Kinds[]
}

/** When events count: ever, in the last days, or between two days of the workspace's zone, both included. */
export function WindowEditor<Kinds extends Kind = Kind>({ value, onChange, kinds }: WindowEditorProps<Kinds>) {
  const { t } = useTranslation('segments')
  const timezone = useContext(WorkspaceContext)?.timezone ?? 'UTC'
  // The caller only gets kinds that it offers.
  const change = (next: Window) => onChange(next as Extract<Window, { kind: Kinds }>)
  const offered: readonly Kind[] = kinds ?? allKinds
  return (
    <>
      <Picker
        label={t('builder.window.label')}
        value={value.kind}
        options={offered.map((kind) => ({ value: kind, label: t(`builder.window.${kind}`) }))}
        onChange={(kind) => change(createWindow(allKinds.find((each) => each === kind) ?? 'ever', value, timezone))}
      />
      {value.kind === 'sliding' && <DurationInput label={t('builder.window.length')} value={value.length} onChange={(length) => change({ ...value, length })} />}
      {value.kind === 'between' && (
        <>
          <DayField label={t('builder.window.from')} value={findDay(value.from, timezone)} onChange={(day) => change({ ...value, from: findDayStart(day, timezone) })} />
          <span className={classes.word}>{t('builder.word.and')}</span>
          <DayField label={t('builder.window.to')} value={shiftDay(findDay(value.to, timezone), -1)} onChange={(day) => change({ ...value, to: findDayStart(shiftDay(day, 1), timezone) })} />
        </>
      )}
    </>
  )
}

/** A window of another kind; the last 30 days to begin with. */
function createWindow(kind: Kind, previous: Window, timezone: string): Window {
  if (kind === previous.kind) return previous
  if (kind === 'ever') return { kind }
  if (kind === 'sliding') return { kind, length: { amount: 30, unit: 'days' } }
  const today = findDay(new Date().toISOString(), timezone)
  return { kind, from: findDayStart(shiftDay(today, -29), timezone), to: findDayStart(shiftDay(today, 1), timezone) }
}
