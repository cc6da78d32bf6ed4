// The fields of a sentence: a number, a text, a day. Nothing typed yet is NaN or an empty text; the gaps of a rule tell.
import { NumberInput } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import classes from './controls.module.css'

/** Enter ends a number or a text; it must not save the form around the sentence. */
function keepForm(event: KeyboardEvent): void {
  if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) event.preventDefault()
}

interface NumberFieldProps {
  label: string
  value: number
  onChange: (value: number) => void
  min?: number
  max?: number
  isWhole?: boolean
}

export function NumberField({ label, value, onChange, min, max, isWhole = false }: NumberFieldProps) {
  const isMissing = !Number.isFinite(value)
  const width = `calc(${Math.max(3, String(isMissing ? '' : value).length + 1)}ch + 20px)`
  return (
    <NumberInput
      aria-label={label}
      hideControls
      value={isMissing ? '' : value}
      min={min}
      max={max}
      clampBehavior="blur"
      allowDecimal={!isWhole}
      allowNegative={min === undefined || min < 0}
      data-missing={isMissing || undefined}
      onKeyDown={keepForm}
      classNames={{ input: classes.input }}
      styles={{ input: { width }, root: { maxWidth: '100%' } }}
      onChange={(next) => {
        const typed = typeof next === 'number' ? next : next.trim() === '' ? Number.NaN : Number(next)
        if (!Object.is(typed, value)) onChange(typed)
      }}
    />
  )
}

interface TextFieldProps {
  label: string
  value: string
  onChange: (value: string) => void
  placeholder?: string
  maxLength?: number
  /** Whether it may stay empty. */
  isOptional?: boolean
}

export function TextField({ label, value, onChange, placeholder, maxLength = 500, isOptional = false }: TextFieldProps) {
  return (
    <input
      type="text"
      className={`${classes.input} ${classes.text}`}
      aria-label={label}
      // Browsers without field-sizing take this width.
      size={Math.min(40, Math.max(12, value.length + 1))}
      placeholder={placeholder}
      maxLength={maxLength}
      autoComplete="off"
      data-missing={(!isOptional && value === '') || undefined}
      value={value}
      onKeyDown={keepForm}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

/** A day as 2026-03-01. */
export function DayField({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  return <input type="date" className={classes.input} aria-label={label} max="9999-12-31" data-missing={value === '' || undefined} value={value} onKeyDown={keepForm} onChange={(event) => onChange(event.currentTarget.value)} />
}
