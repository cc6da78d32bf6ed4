import { Button, Checkbox, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { createdSecretKey, SecretKey } from '@contract/sources/sources.contract.ts'
import { api } from '../../app/api.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { FailureNote, Note } from '../../ui/failure-note.tsx'
import { useSubmit } from '../../ui/use-submit.ts'

type Scope = SecretKey['scopes'][number]
// A record, so that a scope that is added to the contract must be added here too.
const scopeOrder: Record<Scope, number> = {
  'people:read': 0,
  'people:write': 1,
  'segments:read': 2,
  'segments:write': 3,
  'surveys:read': 4,
  'surveys:write': 5,
  'responses:read': 6,
  'responses:write': 7,
  'events:read': 8,
  'events:write': 9,
  'events:manage': 10,
  'catalogue:read': 11,
  'catalogue:write': 12,
  'connectors:read': 13,
  'connectors:write': 14,
  'settings:read': 15,
}
const scopes = Object.keys(scopeOrder) as Scope[]

interface CreateKeyModalProps {
  isOpen: boolean
  onClose: () => void
  onCreated: () => Promise<void>
}

/** Name and scopes, then the key, once. */
export function CreateKeyModal({ isOpen, onClose, onCreated }: CreateKeyModalProps) {
  const { t } = useTranslation('sources')
  return (
    // A click beside it must not lose a key that is shown only once.
    <Modal opened={isOpen} onClose={onClose} title={t('keys.create')} closeOnClickOutside={false}>
      <CreateKeyForm onClose={onClose} onCreated={onCreated} />
    </Modal>
  )
}

function CreateKeyForm({ onClose, onCreated }: Omit<CreateKeyModalProps, 'isOpen'>) {
  const { t } = useTranslation('sources')
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<string[]>([])
  const [created, setCreated] = useState<z.infer<typeof createdSecretKey> | null>(null)
  const form = useSubmit(async () => {
    setCreated(await api.post<z.infer<typeof createdSecretKey>>('/v1/secret-keys', { name, scopes: chosen }))
    await onCreated()
  })
  if (created) {
    return (
      <Stack gap="md">
        <Note tone="warn">{t('keys.copyNow')}</Note>
        <CodeBlock code={created.key} label={t('keys.key')} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('keys.done')}</Button>
        </Group>
      </Stack>
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <Stack gap="md">
        <TextInput label={t('keys.name')} description={t('keys.nameHint')} required withAsterisk={false} maxLength={80} value={name} error={form.errorOf('name')} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        <Checkbox.Group label={t('keys.chooseScopes')} value={chosen} onChange={setChosen} error={form.errorOf('scopes')}>
          <Stack gap="xs" mt={6}>
            {scopes.map((scope) => (
              <Checkbox key={scope} value={scope} label={t(`scope.${scope}`)} description={scope} />
            ))}
          </Stack>
        </Checkbox.Group>
        {form.failure && <FailureNote>{form.failure}</FailureNote>}
        <Group justify="flex-end">
          <Button type="submit" loading={form.isBusy} disabled={chosen.length === 0}>
            {t('keys.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
