import { Text, Textarea, TextInput } from '@mantine/core'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Localised } from '@contract/surveys/surveys.contract.ts'
import { useBuild } from './build-context.ts'
import { writeText } from './content.ts'
import { nameLanguage } from './languages.ts'
import { PipeMenu } from './pipe-menu.tsx'

interface LocalisedFieldProps {
  label: string
  value: Localised | undefined
  /** undefined: nothing is left in any language. */
  onChange: (value: Localised | undefined) => void
  description?: string | undefined
  placeholder?: string | undefined
  error?: string | undefined
  isLong?: boolean
  isRequired?: boolean
  /** Keeps the label for screen readers alone, in lists. */
  isLabelHidden?: boolean
  /** Without it no answers or traits can be inserted. */
  pipesBefore?: string | null
  onKeyDown?: React.KeyboardEventHandler
  onPaste?: React.ClipboardEventHandler
}

const longest = 2_000

/** A text in the language that is edited, with the main language's below it, and answers or traits to insert. */
export function LocalisedField({ label, value, onChange, description, placeholder, error, isLong = false, isRequired = false, isLabelHidden = false, pipesBefore = null, onKeyDown, onPaste }: LocalisedFieldProps) {
  const { t } = useTranslation('surveys')
  const { content, language, canWrite } = useBuild()
  const { main } = content.languages
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const text = value?.i18n[language] ?? ''
  const original = language === main ? '' : (value?.i18n[main] ?? '')
  const change = (typed: string) => {
    const next = writeText(value, language, typed)
    onChange(Object.keys(next.i18n).length === 0 ? undefined : next)
  }
  const insert = (pipe: string, from: number, to: number) => {
    const field = input.current
    const at = field?.selectionStart ?? text.length
    change((text.slice(0, at) + pipe + text.slice(field?.selectionEnd ?? at)).slice(0, longest))
    // What stands there without an answer is selected, to be typed over.
    requestAnimationFrame(() => {
      field?.focus()
      field?.setSelectionRange(at + from, at + to)
    })
  }
  const shared = {
    ...(isLabelHidden ? { 'aria-label': label } : { label, withAsterisk: isRequired }),
    description: original && !isLabelHidden ? t('field.original', { language: nameLanguage(main), text: original }) : description,
    error,
    placeholder: original || placeholder,
    maxLength: longest,
    lang: language,
    dir: 'auto' as const,
    value: text,
    readOnly: !canWrite,
    onKeyDown,
    onPaste,
    rightSection: canWrite && pipesBefore !== null ? <PipeMenu label={label} before={pipesBefore} onInsert={insert} /> : undefined,
    rightSectionWidth: 36,
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => change(event.currentTarget.value),
  }
  if (isLong) return <Textarea {...shared} ref={input} autosize minRows={2} maxRows={10} />
  return <TextInput {...shared} ref={input} />
}

/** Tells which language is edited, where that is not the main one. */
export function EditedLanguage() {
  const { t } = useTranslation('surveys')
  const { content, language } = useBuild()
  if (language === content.languages.main) return null
  return <Text size="sm" c="dimmed">{t('field.edited', { language: nameLanguage(language) })}</Text>
}
