import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../../app/api.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { useLog } from './use-log.ts'

export function NoteForm({ personId, onClose }: { personId: string; onClose: () => void }) {
  const { t } = useTranslation('people')
  const { t: tUi } = useTranslation('ui')
  const [text, setText] = useState('')
  const log = useLog<{ text: string }>(personId, 'notes', t('note.done'), onClose)
  const send = () => {
    if (text.trim()) log.mutate({ text: text.trim() })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Stack gap="md">
        <Textarea
          label={t('note.label')}
          description={t('note.hint')}
          data-autofocus
          autosize
          minRows={4}
          maxRows={12}
          maxLength={5000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) send()
          }}
        />
        {log.error && <FailureNote>{describeFailure(log.error)}</FailureNote>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{tUi('cancel')}</Button>
          <Button type="submit" loading={log.isPending} disabled={!text.trim()}>{t('note.submit')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
