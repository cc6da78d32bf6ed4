import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { invitationState } from '@contract/access/access.contract.ts'
import { api } from '../../app/api.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { DoorLayout } from './door-layout.tsx'
import { readLinkToken } from './read-link-token.ts'

type InvitationState = z.infer<typeof invitationState>

/** Where the link of an invitation leads. */
export function InvitationPage() {
  const { t } = useTranslation('access')
  const [token] = useState(() => readLinkToken())
  const { data, error } = useQuery({
    queryKey: ['access', 'invitation', token],
    queryFn: ({ signal }) => api.get<InvitationState>(`/v1/invitations/${encodeURIComponent(token)}`, { signal }),
    retry: false,
    enabled: token !== '',
  })
  if (error || token === '') {
    return (
      <DoorLayout title={t('invitation.gone')} intro={t('invitation.goneHint')}>
        <Button component={Link} to="/sign-in" variant="default">
          {t('invitation.toSignIn')}
        </Button>
      </DoorLayout>
    )
  }
  if (!data) {
    return (
      <DoorLayout key="loading" title={t('invitation.submit')}>
        <TextSkeleton lines={5} />
      </DoorLayout>
    )
  }
  return (
    <DoorLayout title={t('invitation.title', { workspace: data.workspaceName })} intro={t('invitation.intro', { role: t(`role.${data.role}`), email: data.email })}>
      <JoinForm token={token} invitation={data} />
    </DoorLayout>
  )
}

function JoinForm({ token, invitation }: { token: string; invitation: InvitationState }) {
  const { t } = useTranslation('access')
  const router = useRouter()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const isNew = !invitation.hasAccount
  const form = useSubmit(async () => {
    await api.post(`/v1/invitations/${encodeURIComponent(token)}`, isNew ? { name, password } : { password })
    queryClient.clear()
    router.history.push('/')
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <Stack gap="md">
        {isNew && <TextInput label={t('invitation.name')} autoComplete="name" required withAsterisk={false} data-autofocus maxLength={120} value={name} error={form.errorOf('name')} onChange={(event) => setName(event.currentTarget.value)} />}
        <PasswordInput
          label={isNew ? t('invitation.newPassword') : t('invitation.password')}
          description={isNew ? t('setup.passwordHint') : undefined}
          autoComplete={isNew ? 'new-password' : 'current-password'}
          required
          withAsterisk={false}
          value={password}
          error={form.errorOf('password')}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {form.failure && <FailureNote>{form.failure}</FailureNote>}
        <Button type="submit" loading={form.isBusy} fullWidth>
          {t('invitation.submit')}
        </Button>
      </Stack>
    </form>
  )
}
