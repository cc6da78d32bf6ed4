import { Spotlight, spotlight } from '@mantine/spotlight'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useContext, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { peoplePage } from '@contract/people/people.contract.ts'
import { Avatar } from '../ui/avatar.tsx'
import { api } from './api.ts'
import { features } from './features.ts'
import { useNavItems } from './navigation.tsx'
import { useSettingsItems } from './settings-layout.tsx'
import { useCan, useWorkspace, useWorkspacePath, WorkspaceContext } from './session.ts'

/** Opens the command palette; Ctrl-K and ⌘K do the same. */
export function openPalette(): void {
  spotlight.open()
}

/** The command palette: go to, do, find a person. Needs an open workspace. */
export function Palette() {
  return useContext(WorkspaceContext) ? <PaletteBox /> : null
}

interface PaletteLine {
  id: string
  label: string
  detail?: string
  icon: ReactNode
  act: () => void
}

function PaletteBox() {
  const { t } = useTranslation('app')
  const [text, setText] = useState('')
  const [settled] = useDebouncedValue(text.trim(), 150)
  const groups = [...usePages(text), ...usePeople(settled)].filter((group) => group.lines.length > 0)
  return (
    <Spotlight.Root query={text} onQueryChange={setText} shortcut="mod + K" scrollable maxHeight={420} clearQueryOnClose attributes={{ content: { 'aria-label': t('searchShort') } }}>
      <Spotlight.Search placeholder={t('palette.placeholder')} aria-label={t('palette.placeholder')} leftSection={<IconSearch size={18} stroke={1.7} />} />
      <Spotlight.ActionsList>
        {groups.length === 0 && <Spotlight.Empty>{t('palette.nothing')}</Spotlight.Empty>}
        {groups.map((group) => (
          <Spotlight.ActionsGroup key={group.label} label={group.label}>
            {group.lines.map((line) => (
              <Spotlight.Action key={line.id} label={line.label} description={line.detail} leftSection={line.icon} onClick={line.act} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

interface PaletteGroup {
  label: string
  lines: PaletteLine[]
}

function usePages(text: string): PaletteGroup[] {
  const { t } = useTranslation('app')
  const { permissions } = useWorkspace()
  const navigate = useNavigate()
  const toPath = useWorkspacePath()
  const navItems = useNavItems()
  const settingsItems = useSettingsItems()
  const wanted = text.trim().toLowerCase()
  const matches = (line: PaletteLine) => line.label.toLowerCase().includes(wanted)
  const pages = navItems.map((item): PaletteLine => {
    const Icon = item.icon
    return { id: item.path, label: t(item.label, { ns: item.feature }), icon: <Icon size={18} stroke={1.7} />, act: () => void navigate({ to: toPath(item.path) }) }
  })
  const settings = settingsItems.map((item): PaletteLine => ({
    id: `settings/${item.path}`,
    label: `${t('settings.title')} › ${t(item.label, { ns: item.feature })}`,
    icon: null,
    act: () => void navigate({ to: toPath(`/settings/${item.path}`) }),
  }))
  const commands = features
    .flatMap((feature) => (feature.commands ?? []).map((command) => ({ ...command, feature: feature.name })))
    .filter((command) => command.permission === undefined || permissions.includes(command.permission))
    .map((command): PaletteLine => {
      const Icon = command.icon
      return {
        id: command.id,
        label: t(command.label, { ns: command.feature }),
        icon: <Icon size={18} stroke={1.7} />,
        act: () => void navigate({ to: toPath(command.path), search: (command.query ?? {}) as never }),
      }
    })
  return [
    { label: t('palette.goTo'), lines: pages.filter(matches) },
    { label: t('palette.actions'), lines: commands.filter(matches) },
    { label: t('palette.settings'), lines: wanted ? settings.filter(matches) : [] },
  ]
}

function usePeople(text: string): PaletteGroup[] {
  const { t } = useTranslation('app')
  const navigate = useNavigate()
  const toPath = useWorkspacePath()
  const canRead = useCan('people:read')
  const { data } = useQuery({
    queryKey: ['palette-people', text],
    queryFn: ({ signal }) => api.get<z.infer<typeof peoplePage>>('/v1/people', { query: { search: text, limit: 6 }, signal }),
    enabled: canRead && text.length >= 2,
    placeholderData: (previous) => (text.length >= 2 ? previous : undefined),
  })
  if (text.length < 2 || !data) return []
  return [
    {
      label: t('palette.people'),
      lines: data.items.map((person) => ({
        id: person.id,
        label: person.name,
        detail: [person.email === person.name ? null : person.email, person.orders ? t('palette.orders', { count: person.orders }) : null, person.isIdentified ? null : t('palette.visitor')].filter(Boolean).join(' · '),
        icon: <Avatar id={person.id} name={person.isIdentified ? person.name : ''} sizePixels={26} />,
        act: () => void navigate({ to: toPath(`/people/${person.id}`) }),
      })),
    },
  ]
}
