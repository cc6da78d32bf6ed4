import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Source } from '@contract/sources/sources.contract.ts'
import { api } from '../../app/api.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { useSubmit } from '../../ui/use-submit.ts'
import { platforms } from './platform-icons.ts'
import { sourcesQuery } from './source-queries.ts'

interface CreateSourceModalProps {
  isOpen: boolean
  /** Chosen at first. */
  platform: string
  onClose: () => void
  onCreated: (source: Source) => void
}

export function CreateSourceModal({ isOpen, platform, onClose, onCreated }: CreateSourceModalProps) {
  const { t } = useTranslation('sources')
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('new.title')} returnFocus={false}>
      <CreateSourceForm platform={platform} onCreated={onCreated} />
    </Modal>
  )
}

function CreateSourceForm({ platform: initial, onCreated }: Pick<CreateSourceModalProps, 'platform' | 'onCreated'>) {
  const { t } = useTranslation('sources')
  const queryClient = useQueryClient()
  const [platform, setPlatform] = useState<string>(platforms.find((each) => each === initial) ?? 'browser')
  const [name, setName] = useState('')
  const form = useSubmit(async () => {
    const source = await api.post<Source>('/v1/sources', { name, platform })
    await queryClient.invalidateQueries(sourcesQuery)
    onCreated(source)
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <Stack gap="md">
        <TextInput label={t('new.name')} description={t('new.nameHint')} required withAsterisk={false} maxLength={80} value={name} error={form.errorOf('name')} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        <Radio.Group label={t('new.platform')} value={platform} onChange={setPlatform}>
          <Stack gap="xs" mt={6}>
            {platforms.map((each) => (
              <Radio key={each} value={each} label={t(`platforms.${each}`)} description={t(`platformHint.${each}`)} />
            ))}
          </Stack>
        </Radio.Group>
        {form.failure && <FailureNote>{form.failure}</FailureNote>}
        <Group justify="flex-end">
          <Button type="submit" loading={form.isBusy}>
            {t('new.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
