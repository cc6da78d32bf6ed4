import { Button, Group, Popover, Select, Stack, TextInput, Text } from '@mantine/core'
import { useDebouncedCallback, useDebouncedValue } from '@mantine/hooks'
import { IconFilter } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatCountry } from '../../ui/format.ts'
import { SearchInput } from '../../ui/search-input.tsx'
import { FilterChips } from './filter-chips.tsx'
import { companiesQuery, companyQuery, segmentNamesQuery } from './people-requests.ts'
import { noFilters, peopleFilters, splitTrait, type PeopleFilter, type PeopleView } from './people-view.ts'
import { listCountries } from './places.ts'
import { labelTrait } from './trait-value.ts'

interface PeopleFiltersProps {
  view: PeopleView
  onChange: (changes: Partial<PeopleView>) => void
  traits: string[]
}

/** Search, one button that holds all filters, and a chip for each that is set. */
export function PeopleFilters({ view, onChange, traits }: PeopleFiltersProps) {
  const { t } = useTranslation('people')
  const chips = useChips(view)
  return (
    <>
      <SearchInput label={t('list.search')} value={view.search} onChange={(search) => onChange({ search })} />
      <Popover position="bottom-start" shadow="md" trapFocus returnFocus width={320}>
        <Popover.Target>
          <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />}>
            {t('filter.button')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <FilterFields view={view} onChange={onChange} traits={traits} />
        </Popover.Dropdown>
      </Popover>
      <FilterChips chips={chips} onRemove={(name) => onChange({ [name]: '' })} onClear={() => onChange({ ...noFilters, search: view.search })} />
    </>
  )
}

function useChips(view: PeopleView): Array<{ name: PeopleFilter; text: string }> {
  const { t } = useTranslation('people')
  const { data: company } = useQuery({ ...companyQuery(view.account), enabled: view.account !== '' })
  const { data: segments } = useQuery({ ...segmentNamesQuery, enabled: view.segment !== '' })
  const describe: Record<PeopleFilter, (value: string) => string> = {
    identified: (value) => t(value === 'yes' ? 'filter.identifiedOnly' : 'filter.visitorsOnly'),
    ordered: (value) => t(value === 'yes' ? 'filter.orderedYes' : 'filter.orderedNo'),
    seenWithinDays: (value) => t('filter.seenWithin', { count: Number(value) }),
    country: (value) => formatCountry(value),
    account: (value) => company?.name ?? value,
    segment: (value) => t('filter.inSegment', { name: segments?.find((segment) => segment.value === value)?.label ?? '…' }),
    trait: (value) => `${labelTrait(splitTrait(value).name)} = ${splitTrait(value).value}`,
  }
  return peopleFilters.filter((name) => view[name] !== '').map((name) => ({ name, text: describe[name](view[name]) }))
}

function FilterFields({ view, onChange, traits }: PeopleFiltersProps) {
  const { t } = useTranslation('people')
  const countries = useMemo(() => listCountries(), [])
  const { data: segments = [] } = useQuery(segmentNamesQuery)
  const yesNo = (yes: string, no: string) => [{ value: 'yes', label: yes }, { value: 'no', label: no }]
  const set = (name: PeopleFilter) => (value: string | null) => onChange({ [name]: value ?? '' })
  // A list inside a popover must stay inside it, or choosing would close the popover.
  const inside = { comboboxProps: { withinPortal: false }, clearable: true, placeholder: t('filter.any') }
  return (
    <Stack gap="sm">
      <Select label={t('filter.identified')} data={yesNo(t('filter.identifiedOnly'), t('filter.visitorsOnly'))} value={view.identified || null} onChange={set('identified')} {...inside} />
      <Select label={t('filter.ordered')} data={yesNo(t('filter.orderedYes'), t('filter.orderedNo'))} value={view.ordered || null} onChange={set('ordered')} {...inside} />
      <Select
        label={t('filter.seen')}
        data={[1, 7, 30, 90, 365].map((days) => ({ value: String(days), label: t('filter.seenWithin', { count: days }) }))}
        value={view.seenWithinDays || null}
        onChange={set('seenWithinDays')}
        {...inside}
      />
      <Select label={t('filter.country')} data={countries} searchable nothingFoundMessage={t('filter.nothing')} value={view.country || null} onChange={set('country')} {...inside} />
      <Select label={t('filter.segment')} data={segments} searchable nothingFoundMessage={t('filter.nothing')} value={view.segment || null} onChange={set('segment')} {...inside} />
      <CompanySelect value={view.account} onChange={set('account')} />
      <TraitFields value={view.trait} onChange={set('trait')} traits={traits} />
    </Stack>
  )
}

function CompanySelect({ value, onChange }: { value: string; onChange: (value: string | null) => void }) {
  const { t } = useTranslation('people')
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search, 200)
  const companies = useInfiniteQuery(companiesQuery(settled))
  const found = companies.data?.pages[0]?.items.map((company) => ({ value: company.id, label: company.name })) ?? []
  const { data: chosen } = useQuery({ ...companyQuery(value), enabled: value !== '' })
  const options = value && !found.some((option) => option.value === value) ? [{ value, label: chosen?.name ?? value }, ...found] : found
  return (
    <Select
      label={t('filter.company')}
      placeholder={t('filter.any')}
      comboboxProps={{ withinPortal: false }}
      clearable
      searchable
      data={options}
      // The server searches.
      filter={({ options: all }) => all}
      onSearchChange={(text) => setSearch(found.some((option) => option.label === text) ? '' : text)}
      nothingFoundMessage={t('filter.nothing')}
      value={value || null}
      onChange={onChange}
    />
  )
}

function TraitFields({ value, onChange, traits }: { value: string; onChange: (value: string) => void; traits: string[] }) {
  const { t } = useTranslation('people')
  const [draft, setDraft] = useState(() => splitTrait(value))
  const send = useDebouncedCallback((next: { name: string; value: string }) => onChange(next.name && next.value ? `${next.name}=${next.value}` : ''), 300)
  const change = (changes: Partial<typeof draft>) => {
    const next = { ...draft, ...changes }
    setDraft(next)
    send(next)
  }
  return (
    <div>
      <Text size="sm" fw={550} mb={4}>{t('filter.trait')}</Text>
      <Group gap={8} wrap="nowrap">
        <Select flex={1} aria-label={t('filter.traitName')} placeholder={t('filter.traitName')} comboboxProps={{ withinPortal: false }} searchable data={traits} value={draft.name || null} onChange={(name) => change({ name: name ?? '' })} />
        <TextInput flex={1} aria-label={t('filter.traitValue')} placeholder={t('filter.traitValue')} value={draft.value} onChange={(event) => change({ value: event.currentTarget.value })} />
      </Group>
    </div>
  )
}
