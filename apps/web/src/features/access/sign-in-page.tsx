import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { DoorLayout } from './door-layout.tsx'
import { chooseNextPath } from './next-path.ts'

export function SignInPage() {
  const { t } = useTranslation('access')
  const router = useRouter()
  const queryClient = useQueryClient()
  const { next } = useSearch({ strict: false }) as { next?: string }
  // Whoever sees this page is signed out: nothing of the session before may be left.
  useEffect(() => queryClient.clear(), [queryClient])
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const form = useSubmit(async () => {
    await api.post('/v1/sign-in', { email, password })
    queryClient.clear()
    router.history.push(chooseNextPath(next))
  })
  return (
    <DoorLayout title={t('signIn.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void form.submit()
        }}
      >
        <Stack gap="md">
          <TextInput label={t('signIn.email')} type="email" name="email" autoComplete="username" required withAsterisk={false} data-autofocus value={email} error={form.errorOf('email')} onChange={(event) => setEmail(event.currentTarget.value)} />
          <PasswordInput label={t('signIn.password')} name="password" autoComplete="current-password" required withAsterisk={false} value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
          {form.failure && <FailureNote>{form.failure}</FailureNote>}
          <Button type="submit" loading={form.isBusy} fullWidth>
            {t('signIn.submit')}
          </Button>
          <Text size="xs" c="dimmed">
            {t('signIn.forgotten')}
          </Text>
        </Stack>
      </form>
    </DoorLayout>
  )
}
