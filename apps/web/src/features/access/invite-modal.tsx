import { Button, Group, Modal, Radio, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { inviteReply } from '@contract/access/access.contract.ts'
import { api } from '../../app/api.ts'
import { useWorkspace } from '../../app/session.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { roles } from './roles.ts'

interface InviteModalProps {
  isOpen: boolean
  onClose: () => void
  onInvited: () => Promise<void>
}

/** Asks for address and role, then shows the link, too. */
export function InviteModal({ isOpen, onClose, onInvited }: InviteModalProps) {
  const { t } = useTranslation('access')
  const { name } = useWorkspace()
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('team.inviteTitle', { workspace: name })}>
      <InviteForm onClose={onClose} onInvited={onInvited} />
    </Modal>
  )
}

function InviteForm({ onClose, onInvited }: Omit<InviteModalProps, 'isOpen'>) {
  const { t } = useTranslation('access')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState('viewer')
  const [sent, setSent] = useState<z.infer<typeof inviteReply> | null>(null)
  const form = useSubmit(async () => {
    setSent(await api.post<z.infer<typeof inviteReply>>('/v1/team/invitations', { email, role }))
    await onInvited()
  })
  if (sent) {
    return (
      <Stack gap="md">
        <Text size="sm">{t('team.sentHint', { email: sent.email })}</Text>
        <CodeBlock code={sent.link} label={t('team.link')} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('team.done')}</Button>
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
        <TextInput label={t('team.email')} type="email" required withAsterisk={false} value={email} error={form.errorOf('email')} onChange={(event) => setEmail(event.currentTarget.value)} data-autofocus />
        <Radio.Group label={t('team.role')} value={role} onChange={setRole}>
          <Stack gap="xs" mt={6}>
            {roles
              .filter((each) => each !== 'owner')
              .map((each) => (
                <Radio key={each} value={each} label={t(`role.${each}`)} description={t(`roleHint.${each}`)} />
              ))}
          </Stack>
        </Radio.Group>
        {form.failure && <FailureNote>{form.failure}</FailureNote>}
        <Group justify="flex-end">
          <Button type="submit" loading={form.isBusy}>
            {t('team.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
