import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Person } from '@contract/people/people.contract.ts'
import { InteractionForm } from './interaction-form.tsx'
import { MergeForm } from './merge-form.tsx'
import { NoteForm } from './note-form.tsx'
import type { PersonDialog } from './person-actions.tsx'

interface PersonDialogsProps {
  person: Person
  dialog: PersonDialog | null
  onClose: () => void
}

export function PersonDialogs({ person, dialog, onClose }: PersonDialogsProps) {
  const { t } = useTranslation('people')
  return (
    <>
      <Modal opened={dialog?.kind === 'note'} onClose={onClose} title={t('note.title', { name: person.name })} size="md">
        {dialog?.kind === 'note' && <NoteForm personId={person.id} onClose={onClose} />}
      </Modal>
      <Modal opened={dialog?.kind === 'interaction'} onClose={onClose} title={t('interaction.title', { name: person.name })} size="md">
        {dialog?.kind === 'interaction' && <InteractionForm personId={person.id} onClose={onClose} />}
      </Modal>
      <Modal opened={dialog?.kind === 'merge'} onClose={onClose} title={t('merge.title', { name: person.name })} size="xl">
        {dialog?.kind === 'merge' && <MergeForm person={person} initialOther={dialog.other} onClose={onClose} />}
      </Modal>
    </>
  )
}
