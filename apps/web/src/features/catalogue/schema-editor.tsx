import { Button, Group, SegmentedControl, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { EventEntryDetail } from '@contract/catalogue/catalogue.contract.ts'
import { ApiFailure, describeFailure } from '../../app/api.ts'
import { FailureNote, Note } from '../../ui/failure-note.tsx'
import { formatNumber } from '../../ui/format.ts'
import { JsonView } from '../../ui/json-view.tsx'
import type { EventChange } from './catalogue-requests.ts'
import { draftSchema } from './draft-schema.ts'

const modes = ['off', 'warn', 'reject'] as const
type Mode = (typeof modes)[number]

interface SchemaEditorProps {
  event: EventEntryDetail
  isChanging: boolean
  onSave: ((change: EventChange) => Promise<unknown>) | undefined
}

/** What is allowed in an event, as JSON Schema, and what becomes of events that do not fit. */
export function SchemaEditor({ event, isChanging, onSave }: SchemaEditorProps) {
  const { t } = useTranslation('catalogue')
  const { t: tUi } = useTranslation('ui')
  const saved = event.schema ? JSON.stringify(event.schema, null, 2) : ''
  const [text, setText] = useState(saved)
  const [mode, setMode] = useState<Mode>(event.schemaMode)
  const [failure, setFailure] = useState<unknown>(null)
  const [isParsed, setIsParsed] = useState(true)
  if (!onSave) return event.schema ? <JsonView value={event.schema} label={t('schema.title')} openLevels={4} /> : <Note>{t('schema.none')}</Note>

  const isChanged = text !== saved || mode !== event.schemaMode
  const save = async () => {
    let schema: Record<string, unknown> | null = null
    if (text.trim()) {
      try {
        schema = JSON.parse(text) as Record<string, unknown>
      } catch {
        setIsParsed(false)
        return
      }
    }
    setIsParsed(true)
    setFailure(null)
    try {
      await onSave({ schema, schemaMode: schema ? mode : 'off' })
      setText(schema ? JSON.stringify(schema, null, 2) : '')
      if (!schema) setMode('off')
    } catch (cause) {
      setFailure(cause)
    }
  }
  return (
    <form
      onSubmit={(submit) => {
        submit.preventDefault()
        void save()
      }}
    >
      <Stack gap="sm" maw={720}>
        {event.violations > 0 && <Note tone="warn">{t('schema.violations', { count: event.violations, n: formatNumber(event.violations) })}</Note>}
        <Textarea
          label={t('schema.label')}
          autosize
          minRows={6}
          maxRows={24}
          spellCheck={false}
          value={text}
          error={isParsed ? undefined : t('schema.notJson')}
          onChange={(change) => {
            setText(change.currentTarget.value)
            setIsParsed(true)
          }}
          placeholder={t('schema.placeholder')}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12, lineHeight: '19px' } }}
        />
        <Group gap="md" align="center">
          <SegmentedControl
            aria-label={t('schema.mode')}
            disabled={!text.trim()}
            data={modes.map((each) => ({ value: each, label: t(`schema.modes.${each}`) }))}
            value={mode}
            onChange={(next) => setMode(modes.find((each) => each === next) ?? 'off')}
          />
          <span style={{ fontSize: 13, color: 'var(--ink-muted)' }}>{t(`schema.modeHint.${mode}`)}</span>
        </Group>
        {failure !== null && (
          <FailureNote>
            {describeFailure(failure)}
            {failure instanceof ApiFailure && failure.details.length > 1 && <ul style={{ margin: 0, paddingLeft: 18 }}>{failure.details.map((detail) => <li key={detail.path}>{detail.path} {detail.message}</li>)}</ul>}
          </FailureNote>
        )}
        <Group gap={8}>
          <Button type="submit" disabled={!isChanged} loading={isChanging}>{tUi('save')}</Button>
          {isChanged && <Button variant="default" onClick={() => { setText(saved); setMode(event.schemaMode); setIsParsed(true); setFailure(null) }}>{t('schema.discard')}</Button>}
          {!text.trim() && event.properties.length > 0 && (
            <Button
              variant="subtle"
              onClick={() => {
                setText(JSON.stringify(draftSchema(event.properties), null, 2))
                setMode('warn')
              }}
            >
              {t('schema.draft')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
