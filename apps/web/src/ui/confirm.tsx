import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { describeFailure } from '../app/api.ts'
import { FailureNote } from './failure-note.tsx'

interface ConfirmProps {
  isOpen: boolean
  title: string
  /** What will happen and whether it can be undone. */
  children: ReactNode
  /** The verb on the button. */
  verb: string
  /** Must be typed before the button works, for what cannot be undone. */
  name?: string
  onConfirm: () => Promise<unknown>
  onClose: () => void
}

/** Asks before something destructive; with `name`, asks by name. Stays open with the reason if it fails. */
export function Confirm({ isOpen, title, children, verb, name, onConfirm, onClose }: ConfirmProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size="md">
      {isOpen && <ConfirmForm verb={verb} name={name} onConfirm={onConfirm} onClose={onClose}>{children}</ConfirmForm>}
    </Modal>
  )
}

function ConfirmForm({ children, verb, name, onConfirm, onClose }: Pick<ConfirmProps, 'children' | 'verb' | 'name' | 'onConfirm' | 'onClose'>) {
  const { t } = useTranslation('ui')
  const [typed, setTyped] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const isReady = name === undefined || typed.trim() === name
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    if (!isReady) return
    setIsBusy(true)
    setFailure(null)
    try {
      await onConfirm()
      onClose()
    } catch (cause) {
      setFailure(describeFailure(cause))
      setIsBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <Text size="sm" component="div">{children}</Text>
        {name !== undefined && (
          <TextInput
            label={t('confirm.typeName', { name })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
        )}
        {failure && <FailureNote>{failure}</FailureNote>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" color="red" loading={isBusy} disabled={!isReady}>{verb}</Button>
        </Group>
      </Stack>
    </form>
  )
}
