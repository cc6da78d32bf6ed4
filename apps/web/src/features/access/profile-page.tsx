import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { meQuery, useMe } from '../../app/session.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { useSubmit } from '../../ui/use-submit.ts'

/** One's own name and password. */
export function ProfilePage() {
  const { t } = useTranslation('access')
  return (
    <Page title={t('profile.title')} description={t('profile.description')} width="text">
      <NameForm />
      <Section title={t('profile.passwordTitle')} description={t('profile.passwordDescription')}>
        <PasswordForm />
      </Section>
    </Page>
  )
}

function NameForm() {
  const { t } = useTranslation('access')
  const { user } = useMe()
  const queryClient = useQueryClient()
  const [name, setName] = useState(user.name)
  const form = useSubmit(async () => {
    await api.patch('/v1/me', { name })
    await queryClient.invalidateQueries(meQuery)
    notifications.show({ message: t('profile.saved') })
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <Stack gap="md" maw={400} align="flex-start">
        <TextInput w="100%" label={t('profile.name')} autoComplete="name" required withAsterisk={false} maxLength={120} value={name} error={form.errorOf('name')} onChange={(event) => setName(event.currentTarget.value)} />
        <TextInput w="100%" label={t('profile.email')} value={user.email} readOnly />
        {form.failure && <FailureNote>{form.failure}</FailureNote>}
        <Button type="submit" variant="default" loading={form.isBusy} disabled={name.trim() === user.name}>
          {t('profile.save')}
        </Button>
      </Stack>
    </form>
  )
}

function PasswordForm() {
  const { t } = useTranslation('access')
  const { user } = useMe()
  const [currentPassword, setCurrentPassword] = useState('')
  const [newPassword, setNewPassword] = useState('')
  const form = useSubmit(async () => {
    await api.patch('/v1/me', { currentPassword, newPassword })
    setCurrentPassword('')
    setNewPassword('')
    notifications.show({ message: t('profile.changed') })
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      {/* For password managers, which file a password under a name. */}
      <input type="text" name="username" autoComplete="username" value={user.email} readOnly hidden />
      <Stack gap="md" maw={400} align="flex-start">
        <PasswordInput w="100%" label={t('profile.current')} autoComplete="current-password" required withAsterisk={false} value={currentPassword} error={form.errorOf('currentPassword')} onChange={(event) => setCurrentPassword(event.currentTarget.value)} />
        <PasswordInput w="100%" label={t('profile.next')} description={t('profile.nextHint')} autoComplete="new-password" required withAsterisk={false} minLength={10} value={newPassword} error={form.errorOf('newPassword')} onChange={(event) => setNewPassword(event.currentTarget.value)} />
        {form.failure && <FailureNote>{form.failure}</FailureNote>}
        <Button type="submit" variant="default" loading={form.isBusy}>
          {t('profile.change')}
        </Button>
      </Stack>
    </form>
  )
}
