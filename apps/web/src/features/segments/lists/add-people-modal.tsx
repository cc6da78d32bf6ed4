import { Button, Group, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChangeMembersReply } from '@contract/segments/segments.contract.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { useSubmit } from '../../../ui/use-submit.ts'
import { useRefreshSegments } from '../use-segment-changes.ts'
import { addPeople, isEmptySource, maxFileBytes, noSource } from './add-people.ts'
import { AddedPeople } from './added-people.tsx'
import { PeopleSourceFields } from './people-source-fields.tsx'

interface AddPeopleModalProps {
  list: { id: string; name: string }
  isOpen: boolean
  onClose: () => void
}

/** Puts more people on a list and says what became of them. */
export function AddPeopleModal({ list, isOpen, onClose }: AddPeopleModalProps) {
  const { t } = useTranslation('segments')
  return (
    <Modal opened={isOpen} onClose={onClose} title={t('people.title', { name: list.name })} size="md">
      {isOpen && <AddPeopleForm listId={list.id} onClose={onClose} />}
    </Modal>
  )
}

function AddPeopleForm({ listId, onClose }: { listId: string; onClose: () => void }) {
  const { t } = useTranslation('segments')
  const { t: tUi } = useTranslation('ui')
  const [source, setSource] = useState(noSource)
  const [reply, setReply] = useState<ChangeMembersReply | null>(null)
  const refresh = useRefreshSegments()
  const form = useSubmit(async () => {
    setReply(await addPeople(listId, source))
    await refresh()
  })
  if (reply) {
    return (
      <Stack gap="md">
        <AddedPeople reply={reply} />
        <Group justify="flex-end" gap="xs">
          <Button onClick={onClose}>{tUi('close')}</Button>
        </Group>
      </Stack>
    )
  }
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void form.submit()
      }}
    >
      <Stack gap="md">
        <PeopleSourceFields value={source} onChange={setSource} />
        {form.failure && <FailureNote>{form.failure}</FailureNote>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{tUi('cancel')}</Button>
          <Button type="submit" loading={form.isBusy} disabled={isEmptySource(source) || (source.file?.size ?? 0) > maxFileBytes}>{t('people.submit')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
