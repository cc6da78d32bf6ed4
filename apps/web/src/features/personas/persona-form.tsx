import { Button, Group, Modal, Select, Stack, TextInput, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FailureNote } from '../../ui/failure-note.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { segmentsQuery, useSavePersona, type Persona, type PersonaText } from './persona-requests.ts'
import { toLines } from './say-figures.ts'

const lists = ['goals', 'frustrations', 'motivations', 'preferredChannels', 'quotes'] as const
type ListName = (typeof lists)[number]

interface PersonaFormProps {
  isOpen: boolean
  /** Left out for a new one. */
  persona?: Persona
  onClose: () => void
  onSaved: (persona: Persona) => void
}

/** Everything that is written about a persona, in one form. */
export function PersonaForm({ isOpen, persona, onClose, onSaved }: PersonaFormProps) {
  const { t } = useTranslation('personas')
  const save = useSavePersona(persona?.id)
  return (
    <Modal opened={isOpen} onClose={onClose} title={t(persona ? 'form.title' : 'form.createTitle')} size="lg">
      {isOpen && (
        <TextForm
          text={persona}
          segmentId={persona ? persona.segmentId : null}
          verb={t(persona ? 'form.save' : 'form.create')}
          onCancel={onClose}
          onSubmit={async (text, segmentId) => {
            const saved = await save.mutateAsync({ ...text, segmentId: segmentId ?? null })
            onClose()
            onSaved(saved)
          }}
        />
      )}
    </Modal>
  )
}

interface TextFormProps {
  text: PersonaText | undefined
  /** undefined: the segment is not to be chosen. */
  segmentId: string | null | undefined
  verb: string
  onCancel: () => void
  onSubmit: (text: PersonaText, segmentId: string | null | undefined) => Promise<unknown>
}

/** The fields; keeps what was typed when saving fails. */
export function TextForm({ text, segmentId, verb, onCancel, onSubmit }: TextFormProps) {
  const { t } = useTranslation('personas')
  const [name, setName] = useState(text?.name ?? '')
  const [summary, setSummary] = useState(text?.summary ?? '')
  const [typed, setTyped] = useState(() => Object.fromEntries(lists.map((list) => [list, (text?.[list] ?? []).join('\n')])) as Record<ListName, string>)
  const [segment, setSegment] = useState(segmentId)
  const form = useSubmit(async () => {
    const entries = Object.fromEntries(lists.map((list) => [list, toLines(typed[list])])) as Record<ListName, string[]>
    await onSubmit({ name, summary, ...entries }, segment)
  })
  const isWrong = (list: ListName) => form.details.some(({ path }) => path === list || path.startsWith(`${list}.`))
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <Stack gap="md">
        <TextInput label={t('field.name')} maxLength={100} value={name} error={form.errorOf('name')} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        <Textarea label={t('field.summary')} maxLength={2000} autosize minRows={2} maxRows={6} value={summary} error={form.errorOf('summary')} onChange={(event) => setSummary(event.currentTarget.value)} />
        {segment !== undefined && <SegmentField value={segment} onChange={setSegment} />}
        {lists.map((list) => (
          <Textarea
            key={list}
            label={t(`field.${list}`)}
            description={t('field.perLine')}
            autosize
            minRows={2}
            maxRows={8}
            value={typed[list]}
            error={isWrong(list) ? t('field.tooMany') : undefined}
            onChange={(event) => setTyped({ ...typed, [list]: event.currentTarget.value })}
          />
        ))}
        {form.failure && <FailureNote>{form.failure}</FailureNote>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>{t('form.cancel')}</Button>
          <Button type="submit" loading={form.isBusy}>{verb}</Button>
        </Group>
      </Stack>
    </form>
  )
}

function SegmentField({ value, onChange }: { value: string | null; onChange: (id: string | null) => void }) {
  const { t } = useTranslation('personas')
  const { data: segments } = useQuery(segmentsQuery)
  if (!segments) return null
  const choices = segments.map((segment) => ({ value: segment.id, label: segment.name }))
  return <Select label={t('field.segment')} description={t('field.segmentHint')} placeholder={t('field.segmentNone')} data={choices} value={value} onChange={onChange} searchable clearable />
}
