import { Button, PasswordInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { currencies, findTimezone, timezones } from '../../ui/regions.ts'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { DoorLayout } from './door-layout.tsx'
import { readLinkToken } from './read-link-token.ts'

/** Creates the first owner and workspace with the token of the printed link; the two doors follow on Home. */
export function SetupPage() {
  const { t } = useTranslation('access')
  const [token] = useState(() => readLinkToken())
  const { data, error } = useQuery({ queryKey: ['setup'], queryFn: ({ signal }) => api.get<{ isDone: boolean }>('/v1/setup', { signal }) })
  if (error) {
    return (
      <DoorLayout title={t('setup.title')}>
        <FailureNote>{error.message}</FailureNote>
      </DoorLayout>
    )
  }
  if (!data) {
    return (
      <DoorLayout key="loading" title={t('setup.title')}>
        <TextSkeleton lines={6} />
      </DoorLayout>
    )
  }
  if (data.isDone) {
    return (
      <DoorLayout title={t('setup.done')} intro={t('setup.doneHint')}>
        <Button component={Link} to="/sign-in">
          {t('signIn.submit')}
        </Button>
      </DoorLayout>
    )
  }
  if (!token) return <DoorLayout title={t('setup.noToken')} intro={t('setup.noTokenHint')}>{null}</DoorLayout>
  return (
    <DoorLayout title={t('setup.title')} intro={t('setup.intro')}>
      <OwnerForm token={token} />
    </DoorLayout>
  )
}

function OwnerForm({ token }: { token: string }) {
  const { t } = useTranslation('access')
  const router = useRouter()
  const queryClient = useQueryClient()
  const [values, setValues] = useState({ name: '', email: '', password: '', workspaceName: '', currency: 'EUR', timezone: findTimezone() })
  const set = (changes: Partial<typeof values>) => setValues((previous) => ({ ...previous, ...changes }))
  const form = useSubmit(async () => {
    await api.post('/v1/setup', { token, ...values })
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
        <TextInput label={t('setup.name')} autoComplete="name" required withAsterisk={false} data-autofocus maxLength={120} value={values.name} error={form.errorOf('name')} onChange={(event) => set({ name: event.currentTarget.value })} />
        <TextInput label={t('setup.email')} type="email" autoComplete="username" required withAsterisk={false} value={values.email} error={form.errorOf('email')} onChange={(event) => set({ email: event.currentTarget.value })} />
        <PasswordInput label={t('setup.password')} description={t('setup.passwordHint')} autoComplete="new-password" required withAsterisk={false} minLength={10} value={values.password} error={form.errorOf('password')} onChange={(event) => set({ password: event.currentTarget.value })} />
        <TextInput label={t('setup.workspaceName')} autoComplete="organization" required withAsterisk={false} maxLength={80} value={values.workspaceName} error={form.errorOf('workspaceName')} onChange={(event) => set({ workspaceName: event.currentTarget.value })} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
          <Select label={t('setup.currency')} description={t('setup.currencyHint')} searchable data={currencies()} value={values.currency} error={form.errorOf('currency')} onChange={(currency) => currency && set({ currency })} />
          <Select label={t('setup.timezone')} description={t('setup.timezoneHint')} searchable data={timezones()} value={values.timezone} error={form.errorOf('timezone')} onChange={(timezone) => timezone && set({ timezone })} />
        </SimpleGrid>
        {form.failure && <FailureNote>{form.failure}</FailureNote>}
        <Button type="submit" loading={form.isBusy} fullWidth>
          {t('setup.submit')}
        </Button>
      </Stack>
    </form>
  )
}
