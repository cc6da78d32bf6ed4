import { Button, Group, Modal, Stack, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connector } from '@contract/connectors/connectors.contract.ts'
import { api } from '../../app/api.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { ListField } from '../../ui/list-field.tsx'
import { SchemaForm, type FormSchema, type FormValue } from '../../ui/schema-form.tsx'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { connectorsQuery, connectorTypesQuery, eventNamesQuery, type ConnectorType } from './connector-queries.ts'
import classes from './connectors.module.css'

interface CreateConnectorModalProps {
  isOpen: boolean
  onClose: () => void
  onCreated: (connector: Connector) => void
}

/** First the type, then the form that the type's schema describes. */
export function CreateConnectorModal({ isOpen, onClose, onCreated }: CreateConnectorModalProps) {
  const { t } = useTranslation('connectors')
  const [type, setType] = useState<ConnectorType | null>(null)
  const close = () => {
    setType(null)
    onClose()
  }
  return (
    <Modal opened={isOpen} onClose={close} title={type ? t('newTitle', { label: type.label }) : t('choose')} size="lg" returnFocus={false}>
      {type ? (
        <CreateForm
          type={type}
          onBack={() => setType(null)}
          onCreated={(connector) => {
            setType(null)
            onCreated(connector)
          }}
        />
      ) : (
        <TypeChoice onChoose={setType} />
      )}
    </Modal>
  )
}

function TypeChoice({ onChoose }: { onChoose: (type: ConnectorType) => void }) {
  const { data, error } = useQuery(connectorTypesQuery)
  if (error) return <FailureNote>{error.message}</FailureNote>
  if (!data) return <TextSkeleton lines={4} />
  return (
    <Stack gap="xs">
      {data.items.map((type) => (
        <UnstyledButton key={type.type} className={classes.type} onClick={() => onChoose(type)}>
          <Text size="sm" fw={600}>
            {type.label}
          </Text>
          <Text size="sm" c="dimmed">
            {type.description}
          </Text>
        </UnstyledButton>
      ))}
    </Stack>
  )
}

function CreateForm({ type, onBack, onCreated }: { type: ConnectorType; onBack: () => void; onCreated: (connector: Connector) => void }) {
  const { t } = useTranslation('connectors')
  const queryClient = useQueryClient()
  const eventNames = useQuery(eventNamesQuery)
  const [name, setName] = useState(type.label)
  const [chosen, setChosen] = useState<string[]>([])
  const [config, setConfig] = useState<FormValue>({})
  const form = useSubmit(async () => {
    const connector = await api.post<Connector>('/v1/connectors', { type: type.type, name, config, eventNames: chosen })
    await queryClient.invalidateQueries(connectorsQuery)
    onCreated(connector)
  })
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <Stack gap="md">
        <TextInput label={t('name')} description={t('nameHint')} maxLength={80} value={name} error={form.errorOf('name')} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        <SchemaForm schema={type.configSchema as FormSchema} value={config} onChange={setConfig} details={form.details} pathPrefix="config" />
        <ListField label={t('events')} description={t('eventsHint')} placeholder={t('allEvents')} hasSpaces suggestions={eventNames.data ?? []} value={chosen} onChange={setChosen} />
        {form.failure && <FailureNote>{form.failure}</FailureNote>}
        <Group justify="space-between">
          <Button variant="subtle" color="gray" onClick={onBack}>
            {t('back')}
          </Button>
          <Button type="submit" loading={form.isBusy}>
            {t('add')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
