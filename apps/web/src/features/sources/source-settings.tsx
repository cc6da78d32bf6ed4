import { Button, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Source } from '@contract/sources/sources.contract.ts'
import { api } from '../../app/api.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { ListField } from '../../ui/list-field.tsx'
import { Section } from '../../ui/page.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { sourcesQuery } from './source-queries.ts'

/** Name, allowed origins, revoking and restoring. */
export function SourceSettings({ source }: { source: Source }) {
  const { t } = useTranslation('sources')
  const queryClient = useQueryClient()
  const [name, setName] = useState(source.name)
  const [allowedOrigins, setAllowedOrigins] = useState(source.allowedOrigins)
  const [isRevoking, revoking] = useDisclosure(false)
  const save = async (changes: { name?: string; allowedOrigins?: string[]; revoked?: boolean }) => {
    await api.patch(`/v1/sources/${source.id}`, changes)
    await queryClient.invalidateQueries(sourcesQuery)
  }
  const form = useSubmit(async () => {
    await save({ name, allowedOrigins })
    notifications.show({ message: t('settings.saved') })
  })
  const restore = useSubmit(async () => {
    await save({ revoked: false })
    notifications.show({ message: t('settings.restored') })
  })
  const originError = form.details.find((detail) => detail.path.startsWith('allowedOrigins'))?.message
  return (
    <Stack gap="xl">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void form.submit()
        }}
      >
        <Stack gap="md">
          <TextInput label={t('settings.name')} required withAsterisk={false} maxLength={80} value={name} error={form.errorOf('name')} onChange={(event) => setName(event.currentTarget.value)} />
          <ListField label={t('settings.origins')} description={t('settings.originsHint')} placeholder={t('settings.originsExample')} value={allowedOrigins} error={originError} onChange={setAllowedOrigins} />
          {form.failure && <FailureNote>{form.failure}</FailureNote>}
          <div>
            <Button type="submit" variant="default" loading={form.isBusy}>
              {t('settings.save')}
            </Button>
          </div>
        </Stack>
      </form>
      <Section title={t('settings.danger')} description={t('settings.dangerHint')}>
        {restore.failure && <FailureNote>{restore.failure}</FailureNote>}
        {source.revokedAt ? (
          <Button variant="default" loading={restore.isBusy} onClick={() => void restore.submit()}>
            {t('settings.restore')}
          </Button>
        ) : (
          <Button variant="outline" color="red" onClick={revoking.open}>
            {t('settings.revoke')}
          </Button>
        )}
      </Section>
      <Confirm isOpen={isRevoking} title={t('settings.revokeTitle', { name: source.name })} verb={t('settings.revoke')} name={source.name} onClose={revoking.close} onConfirm={() => save({ revoked: true })}>
        {t('settings.revokeHint')}
      </Confirm>
    </Stack>
  )
}
