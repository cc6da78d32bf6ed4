// How traits, properties and their values are called in a sentence.
import type { TFunction } from 'i18next'
import { formatCountry, formatNumber } from '../../../ui/format.ts'
import type { ObservedType, Scalar } from './operators.ts'

/** What Rapport knows itself of everyone, with the kind of value it is. */
export const builtInTraits = new Map<string, ObservedType>([
  ['$country', 'text'],
  ['$city', 'text'],
  ['$language', 'text'],
  ['$timezone', 'text'],
  ['$device', 'text'],
  ['$email', 'text'],
  ['$phone', 'text'],
  ['$identified', 'boolean'],
  ['$first_seen', 'date'],
  ['$orders', 'number'],
  ['$revenue', 'number'],
])

/** What is known of the sender of every event. */
export const contextProperties = [
  'context.country', 'context.city', 'context.device', 'context.page.path', 'context.page.url', 'context.page.referrer',
  'context.campaign.source', 'context.campaign.medium', 'context.campaign.name',
] as const

const keyOf = (name: string) => name.replace('$', '').replaceAll('.', '_')

/** What Rapport knows itself has a name of its own. */
export function labelTrait(name: string, t: TFunction<'segments'>): string {
  return builtInTraits.has(name) ? t(`builder.builtIn.${keyOf(name)}`) : name
}

export function labelProperty(name: string, t: TFunction<'segments'>): string {
  return contextProperties.some((each) => each === name) ? t(`builder.context.${keyOf(name.slice('context.'.length))}`) : name
}

export function labelCompanyTrait(name: string, t: TFunction<'segments'>): string {
  return name === '$id' ? t('builder.company.id') : name
}

/** Whether its values are codes of countries. */
export function isCountry(property: string): boolean {
  return property === '$country' || property === 'context.country'
}

/** A text that was typed as it is kept: codes of countries are in capitals. */
export function cleanValue(property: string, text: string): string {
  return isCountry(property) && /^[a-z]{2}$/i.test(text) ? text.toUpperCase() : text
}

/** DE of a country is Germany, true is yes; everything else stays as it is. */
export function labelValue(property: string, value: Scalar, t: TFunction<'segments'>): string {
  if (typeof value === 'boolean') return t(value ? 'builder.value.true' : 'builder.value.false')
  if (typeof value === 'number') return formatNumber(value, { maximumFractionDigits: 6 })
  if (isCountry(property)) return /^[A-Z]{2}$/.test(value) ? formatCountry(value) : value
  return value
}
