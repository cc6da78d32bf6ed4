import { ActionIcon, Button, Checkbox } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Localised } from '@contract/surveys/surveys.contract.ts'
import { useBuild } from './build-context.ts'
import { findFreeKey } from './content.ts'
import { ImageField } from './image-field.tsx'
import { LocalisedField } from './localised-field.tsx'
import classes from './build.module.css'

export interface Choice {
  key: string
  label: Localised
  [extra: string]: unknown
}

interface ChoiceListProps {
  label: string
  /** What the keys of new ones begin with. */
  prefix: string
  choices: Choice[]
  /** What a choice has besides its label: something to tick, or a picture. */
  extras: Array<{ name: string; label: string; isSwitch: boolean }>
  errors: Array<string | undefined>
  addLabel: string
  onChange: (choices: Choice[]) => void
}

/** Choices, rows or columns: typed one below the other; several lines that are pasted become several choices. */
export function ChoiceList({ label, prefix, choices, extras, errors, addLabel, onChange }: ChoiceListProps) {
  const { t } = useTranslation('surveys')
  const { canWrite, language } = useBuild()
  const list = useRef<HTMLUListElement>(null)
  const focusRow = (index: number) => requestAnimationFrame(() => list.current?.querySelectorAll<HTMLInputElement>('input[type="text"], input:not([type])')[index]?.focus())
  const insert = (at: number, texts: string[]) => {
    const made: Choice[] = []
    for (const text of texts) made.push({ key: findFreeKey(prefix, [...choices, ...made].map(({ key }) => key)), label: { i18n: text === '' ? {} : { [language]: text } } })
    onChange(choices.toSpliced(at, 0, ...made))
    focusRow(at + made.length - 1)
  }
  const replace = (index: number, choice: Choice) => onChange(choices.map((each, at) => (at === index ? choice : each)))
  const move = (from: number, to: number) => {
    const moved = choices[from]
    if (moved && to >= 0 && to < choices.length) onChange(choices.toSpliced(from, 1).toSpliced(to, 0, moved))
  }
  const handleKey = (event: React.KeyboardEvent, index: number) => {
    if (!canWrite) return
    if (event.key === 'Enter') {
      event.preventDefault()
      insert(index + 1, [''])
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault()
      move(index, index + (event.key === 'ArrowUp' ? -1 : 1))
    }
  }
  const takeLines = (event: React.ClipboardEvent, index: number) => {
    const lines = event.clipboardData.getData('text').split(/\r?\n/).map((line) => line.trim()).filter(Boolean)
    if (lines.length < 2 || !canWrite) return
    event.preventDefault()
    insert(index + 1, lines)
  }
  return (
    <div>
      <ul className={classes.choices} ref={list}>
        {choices.map((choice, index) => (
          <li key={choice.key}>
            <div className={classes.choice}>
              <div className={classes.grow}>
                <LocalisedField label={t('choice.label', { label, position: index + 1 })} isLabelHidden value={choice.label} error={errors[index]} placeholder={t('choice.placeholder', { position: index + 1 })} onChange={(next) => replace(index, { ...choice, label: next ?? { i18n: {} } })} onKeyDown={(event) => handleKey(event, index)} onPaste={(event) => takeLines(event, index)} />
              </div>
              {canWrite && (
                <>
                  <ActionIcon size={28} disabled={index === 0} aria-label={t('choice.up', { position: index + 1 })} onClick={() => move(index, index - 1)}><IconArrowUp size={14} /></ActionIcon>
                  <ActionIcon size={28} disabled={index === choices.length - 1} aria-label={t('choice.down', { position: index + 1 })} onClick={() => move(index, index + 1)}><IconArrowDown size={14} /></ActionIcon>
                  <ActionIcon size={28} aria-label={t('choice.remove', { position: index + 1 })} onClick={() => onChange(choices.toSpliced(index, 1))}><IconX size={14} /></ActionIcon>
                </>
              )}
            </div>
            {extras.map((extra) => (extra.isSwitch ? (
              <Checkbox key={extra.name} className={classes.extra ?? ''} size="xs" disabled={!canWrite} label={extra.label} checked={choice[extra.name] === true} onChange={(event) => replace(index, { ...choice, [extra.name]: event.currentTarget.checked || undefined })} />
            ) : (
              <ImageField key={extra.name} label={t('choice.extra', { label: extra.label, position: index + 1 })} value={String(choice[extra.name] ?? '')} onChange={(image) => replace(index, { ...choice, [extra.name]: image })} />
            )))}
          </li>
        ))}
      </ul>
      {canWrite && <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => insert(choices.length, [''])}>{addLabel}</Button>}
    </div>
  )
}
