import { Button, Stack, Switch, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connector } from '@contract/connectors/connectors.contract.ts'
import { api } from '../../app/api.ts'
import { useCan } from '../../app/session.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { ListField } from '../../ui/list-field.tsx'
import { Section } from '../../ui/page.tsx'
import { SchemaForm, type FormSchema, type FormValue } from '../../ui/schema-form.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { connectorsQuery, connectorTypesQuery, eventNamesQuery } from './connector-queries.ts'

export function ConnectorSettings({ connector, onDeleted }: { connector: Connector; onDeleted: () => void }) {
  const { t } = useTranslation('connectors')
  const canWrite = useCan('connectors:write')
  const queryClient = useQueryClient()
  const types = useQuery(connectorTypesQuery)
  const eventNamesSeen = useQuery(eventNamesQuery)
  const [name, setName] = useState(connector.name)
  const [isEnabled, setIsEnabled] = useState(connector.isEnabled)
  const [eventNames, setEventNames] = useState(connector.eventNames)
  const [config, setConfig] = useState<FormValue>(connector.config)
  const [isDeleting, deleting] = useDisclosure(false)
  const schema = types.data?.items.find((type) => type.type === connector.type)?.configSchema as FormSchema | undefined
  const form = useSubmit(async () => {
    await api.patch(`/v1/connectors/${connector.id}`, { name, isEnabled, eventNames, config })
    await queryClient.invalidateQueries(connectorsQuery)
    notifications.show({ message: t('saved') })
  })
  return (
    <Stack gap="xl">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void form.submit()
        }}
      >
        <fieldset disabled={!canWrite} style={{ all: 'unset', display: 'block' }}>
          <Stack gap="md">
            <Switch label={t('enabled')} description={t('enabledHint')} checked={isEnabled} onChange={(event) => setIsEnabled(event.currentTarget.checked)} />
            <TextInput label={t('name')} maxLength={80} value={name} error={form.errorOf('name')} onChange={(event) => setName(event.currentTarget.value)} />
            {schema && <SchemaForm schema={schema} value={config} onChange={setConfig} details={form.details} pathPrefix="config" isEdit />}
            <ListField label={t('events')} description={t('eventsHint')} placeholder={t('allEvents')} hasSpaces suggestions={eventNamesSeen.data ?? []} value={eventNames} onChange={setEventNames} />
            {form.failure && <FailureNote>{form.failure}</FailureNote>}
            {canWrite && (
              <div>
                <Button type="submit" variant="default" loading={form.isBusy}>
                  {t('save')}
                </Button>
              </div>
            )}
          </Stack>
        </fieldset>
      </form>
      {canWrite && (
        <Section title={t('removeSection')} description={t('removeSectionHint')}>
          <Button variant="outline" color="red" onClick={deleting.open}>
            {t('remove')}
          </Button>
        </Section>
      )}
      <Confirm
        isOpen={isDeleting}
        title={t('removeTitle', { name: connector.name })}
        verb={t('remove')}
        name={connector.name}
        onClose={deleting.close}
        onConfirm={async () => {
          await api.del(`/v1/connectors/${connector.id}`)
          await queryClient.invalidateQueries(connectorsQuery)
          onDeleted()
        }}
      >
        {t('removeHint')}
      </Confirm>
    </Stack>
  )
}
