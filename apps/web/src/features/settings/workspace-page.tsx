import { Button, Select, Stack, Switch, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '../../app/api.ts'
import { meQuery, useCan, useWorkspace } from '../../app/session.ts'
import { FailureNote, Note } from '../../ui/failure-note.tsx'
import { Page } from '../../ui/page.tsx'
import { currencies, timezones } from '../../ui/regions.ts'
import { useSubmit } from '../../ui/use-submit.ts'

/** Name, currency, zone and whether IP addresses are kept. */
export function WorkspacePage() {
  const { t } = useTranslation('settings')
  const workspace = useWorkspace()
  const canWrite = useCan('settings:write')
  const queryClient = useQueryClient()
  const stored = { name: workspace.name, currency: workspace.currency, timezone: workspace.timezone, keepIp: workspace.keepIp }
  const [values, setValues] = useState(stored)
  const set = (changes: Partial<typeof values>) => setValues((previous) => ({ ...previous, ...changes }))
  const isChanged = JSON.stringify(values) !== JSON.stringify(stored)
  const form = useSubmit(async () => {
    await api.patch('/v1/workspace', values)
    await queryClient.invalidateQueries(meQuery)
    notifications.show({ message: t('workspace.saved') })
  })
  return (
    <Page title={t('workspace.title')} description={t('workspace.description')} width="text">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void form.submit()
        }}
      >
        <Stack gap="lg" maw={480}>
          {!canWrite && <Note>{t('workspace.readOnly')}</Note>}
          <TextInput label={t('workspace.name')} required withAsterisk={false} maxLength={80} disabled={!canWrite} value={values.name} error={form.errorOf('name')} onChange={(event) => set({ name: event.currentTarget.value })} />
          <Select label={t('workspace.currency')} description={t('workspace.currencyHint')} searchable disabled={!canWrite} data={currencies()} value={values.currency} error={form.errorOf('currency')} onChange={(currency) => currency && set({ currency })} />
          <Select label={t('workspace.timezone')} description={t('workspace.timezoneHint')} searchable disabled={!canWrite} data={timezones()} value={values.timezone} error={form.errorOf('timezone')} onChange={(timezone) => timezone && set({ timezone })} />
          <Switch label={t('workspace.keepIp')} description={t('workspace.keepIpHint')} disabled={!canWrite} checked={values.keepIp} onChange={(event) => set({ keepIp: event.currentTarget.checked })} />
          {form.failure && <FailureNote>{form.failure}</FailureNote>}
          {canWrite && (
            <div>
              <Button type="submit" loading={form.isBusy} disabled={!isChanged}>
                {t('workspace.save')}
              </Button>
            </div>
          )}
        </Stack>
      </form>
    </Page>
  )
}
