import { Button, Group, Popover, Select, Stack, TextInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../app/session.ts'
import { SearchInput } from '../../../ui/search-input.tsx'
import { FilterChips } from '../filter-chips.tsx'
import { eventNamesQuery } from './timeline-requests.ts'
import { noTimelineFilters, type TimelineView } from './timeline-view.ts'

// The contract's list is a value, and values of contracts would pull the validator into the bundle.
const channels = ['web', 'app', 'store', 'email', 'phone', 'chat', 'social', 'system', 'other'] as const

interface TimelineFiltersProps {
  view: TimelineView
  onChange: (changes: Partial<TimelineView>) => void
}

export function TimelineFilters({ view, onChange }: TimelineFiltersProps) {
  const { t } = useTranslation('people')
  const canReadNames = useCan('catalogue:read')
  const { data: names = [] } = useQuery({ ...eventNamesQuery, enabled: canReadNames })
  const inside = { comboboxProps: { withinPortal: false }, clearable: true, placeholder: t('filter.any') }
  const chips = [
    view.channel && { name: 'channel', text: t(`channel.${view.channel}`, view.channel) },
    view.name && { name: 'name', text: view.name },
    view.from && { name: 'from', text: t('filter.from', { day: view.from }) },
    view.to && { name: 'to', text: t('filter.to', { day: view.to }) },
  ].filter((chip) => chip !== '')
  return (
    <Group gap={8}>
      <SearchInput label={t('timeline.search')} value={view.search} onChange={(search) => onChange({ search })} />
      <Popover position="bottom-start" shadow="md" trapFocus returnFocus width={300}>
        <Popover.Target>
          <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />}>{t('filter.button')}</Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="sm">
            <Select label={t('filter.channel')} data={channels.map((channel) => ({ value: channel, label: t(`channel.${channel}`) }))} value={view.channel || null} onChange={(channel) => onChange({ channel: channel ?? '' })} {...inside} />
            {canReadNames && (
              <Select label={t('filter.event')} data={names} searchable nothingFoundMessage={t('filter.nothing')} value={view.name || null} onChange={(name) => onChange({ name: name ?? '' })} {...inside} />
            )}
            <TextInput type="date" label={t('filter.fromLabel')} value={view.from} max={view.to || undefined} onChange={(event) => onChange({ from: event.currentTarget.value })} />
            <TextInput type="date" label={t('filter.toLabel')} value={view.to} min={view.from || undefined} onChange={(event) => onChange({ to: event.currentTarget.value })} />
          </Stack>
        </Popover.Dropdown>
      </Popover>
      <FilterChips chips={chips} onRemove={(name) => onChange({ [name]: '' })} onClear={() => onChange({ ...noTimelineFilters, search: view.search })} />
    </Group>
  )
}
