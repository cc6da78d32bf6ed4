import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Person } from '@contract/people/people.contract.ts'
import { api, ApiFailure, describeFailure } from '../../app/api.ts'
import { useWorkspacePath } from '../../app/session.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { personQuery } from './people-requests.ts'

const empty = { name: '', email: '', phone: '', userId: '' }

/** Adds somebody by hand, or finds them if they are known already. */
export function NewPersonForm({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation('people')
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('create.title')} size="md">
      {isOpen && <Fields onClose={onClose} />}
    </Modal>
  )
}

function Fields({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('people')
  const { t: tUi } = useTranslation('ui')
  const navigate = useNavigate()
  const toPath = useWorkspacePath()
  const client = useQueryClient()
  const [fields, setFields] = useState(empty)
  const create = useMutation({
    mutationFn: () => {
      const { name, ...identifiers } = fields
      const given = Object.fromEntries(Object.entries(identifiers).map(([key, value]) => [key, value.trim()]).filter(([, value]) => value))
      return api.post<Person>('/v1/people', { ...given, traits: name.trim() ? { name: name.trim() } : {} })
    },
    onSuccess: (person) => {
      client.setQueryData(personQuery(person.id).queryKey, person)
      void client.invalidateQueries({ queryKey: ['people', 'list'] })
      void navigate({ to: toPath(`/people/${person.id}`) })
    },
  })
  const failure = create.error
  const problem = (path: string) => (failure instanceof ApiFailure ? failure.details.find((detail) => detail.path === path)?.message : undefined)
  const input = (name: keyof typeof empty) => ({
    label: t(`create.${name}`),
    value: fields[name],
    error: problem(name),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => {
      const value = event.currentTarget.value
      setFields((previous) => ({ ...previous, [name]: value }))
    },
  })
  const hasIdentifier = Boolean(fields.email.trim() || fields.phone.trim() || fields.userId.trim())
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (hasIdentifier) create.mutate()
      }}
    >
      <Stack gap="md">
        <TextInput {...input('name')} data-autofocus autoComplete="off" />
        <TextInput {...input('email')} type="email" autoComplete="off" />
        <TextInput {...input('phone')} type="tel" autoComplete="off" />
        <TextInput {...input('userId')} description={t('create.userIdHint')} autoComplete="off" />
        <Text size="sm" c="dimmed">{t('create.hint')}</Text>
        {failure && <FailureNote>{describeFailure(failure)}</FailureNote>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{tUi('cancel')}</Button>
          <Button type="submit" loading={create.isPending} disabled={!hasIdentifier}>{t('create.submit')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
