import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconArrowsJoin, IconDots, IconNote, IconPencil, IconPhonePlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Person } from '@contract/people/people.contract.ts'

export type PersonDialog = { kind: 'note' } | { kind: 'interaction' } | { kind: 'merge'; other?: { id: string; name: string } }

interface PersonActionsProps {
  person: Person
  onOpen: (dialog: PersonDialog) => void
  onEditTraits: () => void
}

/** What can be done with this person. */
export function PersonActions({ person, onOpen, onEditTraits }: PersonActionsProps) {
  const { t } = useTranslation('people')
  const editTraits = () => {
    onEditTraits()
    // The tab opens first on narrow screens.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-traits] button')?.focus())
  }
  return (
    <>
      <Button leftSection={<IconNote size={16} aria-hidden />} onClick={() => onOpen({ kind: 'note' })}>{t('note.action')}</Button>
      <Button variant="default" leftSection={<IconPhonePlus size={16} aria-hidden />} onClick={() => onOpen({ kind: 'interaction' })}>{t('interaction.action')}</Button>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" style={{ width: 'var(--control-height)', minWidth: 0, height: 'var(--control-height)', minHeight: 0 }} aria-label={t('person.more', { name: person.name })}><IconDots size={16} /></ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={16} />} onClick={editTraits}>{t('traits.action')}</Menu.Item>
          <Menu.Item leftSection={<IconArrowsJoin size={16} />} onClick={() => onOpen({ kind: 'merge' })}>{t('merge.action')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  )
}
