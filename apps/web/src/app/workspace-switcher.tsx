import { Button, Group, Menu, Modal, Select, Stack, TextInput, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCheck, IconPlus, IconSelector } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Workspace } from '@contract/access/access.contract.ts'
import { FailureNote } from '../ui/failure-note.tsx'
import { Tag } from '../ui/tag.tsx'
import { currencies, findTimezone, timezones } from '../ui/regions.ts'
import { api, describeFailure, readWorkspaceSlug } from './api.ts'
import { useMe } from './session.ts'
import classes from './menus.module.css'

/** Loads the app anew for another workspace, so that nothing of the one before stays on the screen. */
function openWorkspace(slug: string): void {
  location.assign(`/w/${slug}/home`)
}

export function WorkspaceSwitcher() {
  const { t } = useTranslation('app')
  const { workspaces } = useMe()
  const slug = readWorkspaceSlug()
  const present = workspaces.find((workspace) => workspace.slug === slug)
  const [isCreating, creating] = useDisclosure(false)
  return (
    <>
      <Menu position="bottom-start" width={256}>
        <Menu.Target>
          <UnstyledButton className={classes.target}>
            <WorkspaceMark name={present?.name ?? '?'} />
            <span className="visually-hidden">{`${t('workspace.switch')}: ${present?.name ?? ''}`}</span>
            <span className={`${classes.workspace} truncate`} aria-hidden>
              {present?.name ?? '–'}
            </span>
            <IconSelector size={16} className={classes.selector} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {workspaces.map((workspace) => (
            <Menu.Item
              key={workspace.slug}
              leftSection={<WorkspaceMark name={workspace.name} />}
              rightSection={workspace.slug === slug ? <IconCheck size={16} /> : workspace.isDemo ? <Tag>{t('workspace.demo')}</Tag> : undefined}
              onClick={() => workspace.slug !== slug && openWorkspace(workspace.slug)}
            >
              {workspace.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={16} />} onClick={creating.open}>
            {t('workspace.new')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={isCreating} onClose={creating.close} title={t('workspace.newTitle')}>
        <NewWorkspaceForm />
      </Modal>
    </>
  )
}

function WorkspaceMark({ name }: { name: string }) {
  return (
    // The letter is drawn by the style sheet, so that it is no part of the button's words.
    <span className={classes.mark} data-letter={name.trim().charAt(0).toUpperCase()} aria-hidden />
  )
}

/** Name, currency and zone of a workspace to be; leads there when it is made. */
export function NewWorkspaceForm() {
  const { t } = useTranslation('app')
  const [name, setName] = useState('')
  const [currency, setCurrency] = useState('EUR')
  const [timezone, setTimezone] = useState(findTimezone)
  const [isBusy, setIsBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const submit = async (event: React.FormEvent) => {
    event.preventDefault()
    setIsBusy(true)
    setFailure(null)
    try {
      const workspace = await api.post<Workspace>('/v1/workspaces', { name, currency, timezone })
      openWorkspace(workspace.slug)
    } catch (cause) {
      setFailure(describeFailure(cause))
      setIsBusy(false)
    }
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="md">
        <TextInput label={t('workspace.newName')} description={t('workspace.newNameHint')} required maxLength={80} value={name} onChange={(event) => setName(event.currentTarget.value)} data-autofocus />
        <Group grow align="flex-start">
          <Select label={t('workspace.currency')} data={currencies()} searchable value={currency} onChange={(value) => value && setCurrency(value)} />
          <Select label={t('workspace.timezone')} data={timezones()} searchable value={timezone} onChange={(value) => value && setTimezone(value)} />
        </Group>
        {failure && <FailureNote>{failure}</FailureNote>}
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy}>{t('workspace.create')}</Button>
        </Group>
      </Stack>
    </form>
  )
}
