import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PropertyEntry } from '@contract/catalogue/catalogue.contract.ts'

interface DescriptionDialogProps {
  entry: PropertyEntry | null
  onSave: (description: string) => void
  onClose: () => void
}

/** Says what a property or trait means. */
export function DescriptionDialog({ entry, onSave, onClose }: DescriptionDialogProps) {
  const { t } = useTranslation('catalogue')
  return (
    <Modal opened={entry !== null} onClose={onClose} title={t('property.describeNamed', { name: entry?.name ?? '' })} size="md">
      {entry && <Fields key={entry.name} initial={entry.description} onSave={onSave} onClose={onClose} />}
    </Modal>
  )
}

function Fields({ initial, onSave, onClose }: { initial: string; onSave: (description: string) => void; onClose: () => void }) {
  const { t } = useTranslation('catalogue')
  const { t: tUi } = useTranslation('ui')
  const [text, setText] = useState(initial)
  const save = () => {
    if (text.trim() !== initial) onSave(text.trim())
    onClose()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <Stack gap="md">
        <Textarea
          label={t('column.description')}
          data-autofocus
          autosize
          minRows={3}
          maxRows={10}
          maxLength={1000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
          }}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{tUi('cancel')}</Button>
          <Button type="submit">{tUi('save')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
