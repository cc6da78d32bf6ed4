import { Button, Group, Pill, Popover, Select, Stack, Text, TextInput } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../../app/session.ts'
import { SearchInput } from '../../../ui/search-input.tsx'
import { groupNames } from '../../../ui/answer-groups.ts'
import { nameLanguage } from './name-language.ts'
import { segmentNamesQuery, surveyNamesQuery } from './response-requests.ts'
import { filterNames, noFilters, periods, type ResponsesFilter, type ResponsesView } from './responses-view.ts'

// Values of contracts would pull the validator into the bundle.
const channels = ['link', 'widget', 'email', 'api', 'import'] as const
const languages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'pt', 'pt-BR', 'cs', 'da', 'sv', 'fi', 'tr', 'ar', 'he', 'ja', 'zh']

interface ResponseFiltersProps {
  view: ResponsesView
  onChange: (changes: Partial<ResponsesView>) => void
  canChooseSurvey: boolean
  isAnonymous: boolean
  titles?: ReadonlyMap<string, string> | undefined
}

/** Search, one button that holds all filters, and a chip for each that is set. */
export function ResponseFilters({ view, onChange, canChooseSurvey, isAnonymous, titles }: ResponseFiltersProps) {
  const { t } = useTranslation('surveys')
  return (
    <>
      {!isAnonymous && <SearchInput label={t('responses.filter.search')} value={view.search} onChange={(search) => onChange({ search })} />}
      {canChooseSurvey && <SurveySelect value={view.survey} onChange={(survey) => onChange({ survey, question: '', value: '' })} />}
      <Popover position="bottom-start" shadow="md" trapFocus returnFocus width={320}>
        <Popover.Target>
          <Button variant="default" leftSection={<IconFilter size={16} aria-hidden />}>{t('responses.filter.button')}</Button>
        </Popover.Target>
        <Popover.Dropdown mah="min(560px, 70dvh)" style={{ overflowY: 'auto' }}>
          <FilterFields view={view} onChange={onChange} isAnonymous={isAnonymous} />
        </Popover.Dropdown>
      </Popover>
      <Chips view={view} onChange={onChange} titles={titles} />
    </>
  )
}

function SurveySelect({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('surveys')
  const { data: surveys = [] } = useQuery({ ...surveyNamesQuery, enabled: useCan('surveys:read') })
  return <Select aria-label={t('responses.filter.survey')} placeholder={t('responses.filter.survey')} data={surveys} searchable clearable nothingFoundMessage={t('responses.filter.nothing')} value={value || null} onChange={(next) => onChange(next ?? '')} w={220} />
}

function FilterFields({ view, onChange, isAnonymous }: Pick<ResponseFiltersProps, 'view' | 'onChange' | 'isAnonymous'>) {
  const { t } = useTranslation('surveys')
  return (
    <Stack gap="sm">
      {isAnonymous && <Text size="sm" c="dimmed">{t('responses.filter.anonymous')}</Text>}
      {!isAnonymous && <PeriodFields view={view} onChange={onChange} />}
      <LocationInput value={view.location} onChange={(location) => onChange({ location })} />
      {!isAnonymous && <AnswerFields view={view} onChange={onChange} />}
    </Stack>
  )
}

function PeriodFields({ view, onChange }: Pick<ResponseFiltersProps, 'view' | 'onChange'>) {
  const { t } = useTranslation('surveys')
  const inside = useInside()
  return (
    <>
      <Select
        label={t('responses.filter.period')}
        data={periods.map((days) => ({ value: days, label: t('responses.filter.days', { count: Number(days) }) }))}
        value={view.period || null}
        onChange={(period) => onChange({ period: period ?? '', from: '', to: '' })}
        {...inside}
      />
      <Group gap={8} grow>
        <TextInput type="date" label={t('responses.filter.from')} value={view.from} max={view.to || undefined} onChange={(event) => onChange({ from: event.currentTarget.value, period: '' })} />
        <TextInput type="date" label={t('responses.filter.to')} value={view.to} min={view.from || undefined} onChange={(event) => onChange({ to: event.currentTarget.value, period: '' })} />
      </Group>
    </>
  )
}

/** What singles out answers or people. */
function AnswerFields({ view, onChange }: Pick<ResponseFiltersProps, 'view' | 'onChange'>) {
  const { t } = useTranslation('surveys')
  const { data: segments = [] } = useQuery({ ...segmentNamesQuery, enabled: useCan('segments:read') })
  const set = (name: ResponsesFilter) => (value: string | null) => onChange({ [name]: value ?? '' })
  const inside = useInside()
  return (
    <>
      <Group gap={8} grow>
        <Select label={t('responses.filter.group')} data={groupNames.map((value) => ({ value, label: t(`responses.groups.${value}`) }))} value={view.group || null} onChange={set('group')} {...inside} />
        <Select label={t('responses.filter.status')} data={(['completed', 'partial'] as const).map((value) => ({ value, label: t(`responses.status.${value}`) }))} value={view.status || null} onChange={set('status')} {...inside} />
      </Group>
      <Group gap={8} grow>
        <Select label={t('responses.filter.channel')} data={channels.map((value) => ({ value, label: t(`responses.channel.${value}`) }))} value={view.channel || null} onChange={set('channel')} {...inside} />
        <Select label={t('responses.filter.language')} data={languages.map((value) => ({ value, label: nameLanguage(value) }))} searchable value={view.language || null} onChange={set('language')} {...inside} />
      </Group>
      <Select label={t('responses.filter.segment')} data={segments} searchable value={view.segment || null} onChange={set('segment')} {...inside} />
      <Select
        label={t('responses.filter.suspicious')}
        data={[{ value: 'only', label: t('responses.filter.suspiciousOnly') }, { value: 'all', label: t('responses.filter.suspiciousAll') }]}
        value={view.suspicious || null}
        onChange={set('suspicious')}
        {...inside}
      />
    </>
  )
}

/** A list inside a popover must stay inside it, or choosing would close the popover. */
function useInside() {
  const { t } = useTranslation('surveys')
  return { comboboxProps: { withinPortal: false }, clearable: true, placeholder: t('responses.filter.any'), nothingFoundMessage: t('responses.filter.nothing') }
}

/** Taken over when typing ends, so that half a name asks for nothing. */
function LocationInput({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation('surveys')
  return (
    <TextInput
      key={value}
      label={t('responses.filter.location')}
      placeholder={t('responses.filter.any')}
      defaultValue={value}
      onBlur={(event) => onChange(event.currentTarget.value.trim())}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onChange(event.currentTarget.value.trim())
      }}
    />
  )
}

function Chips({ view, onChange, titles }: Pick<ResponseFiltersProps, 'view' | 'onChange' | 'titles'>) {
  const { t } = useTranslation('surveys')
  const chips = useChips(view, titles)
  if (chips.length === 0) return null
  return (
    <Group gap={6} maw="100%" miw={0}>
      {chips.map(({ name, text }) => (
        <Pill
          key={name}
          size="md"
          maw="100%"
          withRemoveButton
          onRemove={() => onChange(name === 'question' ? { question: '', value: '', group: '' } : { [name]: '' })}
          removeButtonProps={{ 'aria-label': t('responses.filter.remove', { filter: text }), 'aria-hidden': false, tabIndex: 0 }}
        >
          {text}
        </Pill>
      ))}
      {chips.length > 1 && <Button variant="subtle" color="gray" size="compact-sm" onClick={() => onChange({ ...noFilters, search: view.search })}>{t('responses.filter.clear')}</Button>}
    </Group>
  )
}

function useChips(view: ResponsesView, titles: ResponseFiltersProps['titles']): Array<{ name: ResponsesFilter; text: string }> {
  const { t } = useTranslation('surveys')
  const { data: segments } = useQuery({ ...segmentNamesQuery, enabled: view.segment !== '' })
  const group = view.group && t(`responses.groups.${view.group}`, view.group)
  const describe: Record<(typeof filterNames)[number], (value: string) => string> = {
    period: (days) => t('responses.filter.days', { count: Number(days) }),
    from: (day) => t('responses.filter.fromDay', { day }),
    to: (day) => t('responses.filter.toDay', { day }),
    // What a group or a value is about is said with it; a question alone filters nothing.
    question: (question) => (view.value || group ? t('responses.filter.answer', { question: titles?.get(question) ?? question, value: titles?.get(`${question}=${view.value}`) ?? (view.value || group) }) : ''),
    group: () => (view.question ? '' : group),
    status: (value) => t(`responses.status.${value}`, value),
    channel: (value) => t(`responses.channel.${value}`, value),
    location: (location) => t('responses.filter.atLocation', { location }),
    language: nameLanguage,
    segment: (id) => t('responses.filter.inSegment', { name: segments?.find((segment) => segment.value === id)?.label ?? '…' }),
    suspicious: (value) => t(value === 'only' ? 'responses.filter.suspiciousOnly' : 'responses.filter.suspiciousAll'),
  }
  return filterNames.filter((name) => view[name] !== '').map((name) => ({ name, text: describe[name](view[name]) })).filter(({ text }) => text !== '')
}
