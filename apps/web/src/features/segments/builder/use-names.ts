// What can be chosen in a sentence, as options: names that were seen, with how often and as what.
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { EventFilter } from '@contract/segments/conditions.contract.ts'
import { formatCompact } from '../../../ui/format.ts'
import { companiesQuery, eventNamesQuery, propertiesQuery, traitNamesQuery, valuesQuery, type SeenValues } from './builder-requests.ts'
import type { PickerOption } from './controls/picker-options.ts'
import { builtInTraits, contextProperties, isCountry, labelCompanyTrait, labelProperty, labelTrait, labelValue } from './labels.ts'
import type { ObservedType } from './operators.ts'

export interface Names {
  options: PickerOption[]
  /** The kinds of values seen under a name; empty where nothing is known. */
  findTypes: (name: string) => ObservedType[]
  isLoading: boolean
}

interface Seen {
  name: string
  types: ObservedType[]
}

function useTypeHint() {
  const { t } = useTranslation('segments')
  return (types: ObservedType[]) => types.filter((type) => type !== 'null').map((type) => t(`builder.kind.${type}`)).join(', ')
}

/** Traits of people: what Rapport knows itself first, then what was sent. */
export function useTraitNames(): Names {
  const { t } = useTranslation('segments')
  const hint = useTypeHint()
  const { data, isPending } = useQuery(traitNamesQuery)
  const seen: Seen[] = data ?? []
  return {
    options: [
      ...[...builtInTraits].map(([name, type]) => ({ value: name, label: labelTrait(name, t), hint: hint([type]), group: t('builder.trait.builtIn') })),
      ...seen.map(({ name, types }) => ({ value: name, label: name, hint: hint(types), group: t('builder.trait.sent') })),
    ],
    findTypes: (name) => {
      const builtIn = builtInTraits.get(name)
      return builtIn ? [builtIn] : (seen.find((trait) => trait.name === name)?.types ?? [])
    },
    isLoading: isPending,
  }
}

/** Properties of an event, then what is known of the sender of any event. */
export function usePropertyNames(event: EventFilter): Names {
  const { t } = useTranslation('segments')
  const hint = useTypeHint()
  const isOne = event.name !== '' && event.name !== '*' && event.type !== 'any'
  const { data, isPending } = useQuery({ ...propertiesQuery(event.type, event.name), enabled: isOne })
  const seen: Seen[] = (isOne ? data : undefined) ?? []
  return {
    options: [
      ...seen.map(({ name, types }) => ({ value: name, label: name, hint: hint(types), group: t('builder.property.ofEvent') })),
      ...contextProperties.map((name) => ({ value: name, label: labelProperty(name, t), group: t('builder.property.context') })),
    ],
    findTypes: (name) => (contextProperties.some((each) => each === name) ? ['text'] : (seen.find((property) => property.name === name)?.types ?? [])),
    isLoading: isOne && isPending,
  }
}

/** Traits of companies, from what companies have and what group events said of them. */
export function useCompanyTraitNames(): Names {
  const { t } = useTranslation('segments')
  const hint = useTypeHint()
  const said = useQuery(propertiesQuery('group', ''))
  const { data: companies } = useQuery(companiesQuery(''))
  const seen: Seen[] = (said.data ?? []).map(({ name, types }) => ({ name, types }))
  for (const name of new Set((companies ?? []).flatMap((company) => Object.keys(company.traits)))) {
    if (!seen.some((trait) => trait.name === name)) seen.push({ name, types: [] })
  }
  return {
    options: [{ value: '$id', label: labelCompanyTrait('$id', t) }, ...seen.map(({ name, types }) => ({ value: name, label: name, hint: hint(types) }))],
    findTypes: (name) => (name === '$id' ? ['text'] : (seen.find((trait) => trait.name === name)?.types ?? [])),
    isLoading: said.isPending,
  }
}

/** Events by their name, the most frequent first, with what stands for any of a kind. */
export function useEventNames(): { options: PickerOption[]; isLoading: boolean } {
  const { t } = useTranslation('segments')
  const { data, isPending } = useQuery(eventNamesQuery)
  const kinds = ['track', 'page', 'screen'] as const
  const seen = kinds.flatMap((type) =>
    (data ?? [])
      .filter((event) => event.type === type && event.name !== '')
      .toSorted((left, right) => right.count - left.count)
      .map((event) => ({ value: `${type}:${event.name}`, label: event.name, hint: formatCompact(event.count), group: t(`builder.event.group.${type}`) })),
  )
  const any = (['any', ...kinds] as const).map((type) => ({ value: `${type}:*`, label: t(`builder.event.any.${type}`), group: t('builder.event.group.any') }))
  return { options: [...seen, ...any], isLoading: isPending }
}

/** Where values are looked up: what was seen in events or traits, or the traits of companies. */
export type ValueSource = { kind: 'seen'; seen: SeenValues } | { kind: 'company'; trait: string }

/** Values really seen, most frequent first. */
export function useValueOptions(source: ValueSource, search: string, isEnabled: boolean): { options: PickerOption[]; isLoading: boolean } {
  const { t } = useTranslation('segments')
  const seen: SeenValues = source.kind === 'seen' ? source.seen : { property: source.trait }
  // The server does not know that DE is Germany: the most frequent countries are fetched, and searched here.
  const values = useQuery({ ...valuesQuery(seen, isCountry(seen.property) ? '' : search), enabled: isEnabled && source.kind === 'seen' && seen.property !== '' })
  const companies = useQuery({ ...companiesQuery(source.kind === 'company' && source.trait === '$id' ? search : ''), enabled: isEnabled && source.kind === 'company' })
  if (source.kind === 'seen') {
    return {
      options: (values.data ?? []).map(({ value, count }) => ({ value, label: labelValue(seen.property, value, t), hint: formatCompact(count) })),
      isLoading: values.isLoading,
    }
  }
  if (source.trait === '$id') return { options: (companies.data ?? []).map(({ id, name }) => ({ value: id, label: name, hint: id })), isLoading: companies.isLoading }
  const found = (companies.data ?? []).map((company) => company.traits[source.trait]).filter((value) => typeof value === 'string' || typeof value === 'number')
  const wanted = search.toLowerCase()
  const options = [...new Set(found.map(String))].filter((value) => value.toLowerCase().includes(wanted)).map((value) => ({ value, label: value }))
  return { options, isLoading: companies.isLoading }
}
