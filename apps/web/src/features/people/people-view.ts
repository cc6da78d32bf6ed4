// What the People list shows is in its address: search, filters and order.
import type { Query } from '../../app/api.ts'

export const peopleDefaults = {
  search: '',
  identified: '',
  country: '',
  account: '',
  ordered: '',
  seenWithinDays: '',
  trait: '',
  segment: '',
  sort: 'lastSeen',
  direction: 'desc',
  create: '',
}
export type PeopleView = typeof peopleDefaults
export type PeopleFilter = 'identified' | 'country' | 'account' | 'ordered' | 'seenWithinDays' | 'trait' | 'segment'
export const peopleFilters: PeopleFilter[] = ['segment', 'identified', 'ordered', 'seenWithinDays', 'country', 'account', 'trait']
export const noFilters = { search: '', identified: '', country: '', account: '', ordered: '', seenWithinDays: '', trait: '', segment: '' }

/** The view as the API takes it. */
export function toPeopleQuery({ create: _create, ...view }: PeopleView): Query {
  return view
}

/** "name=value" of the trait filter; the value may hold further equals signs. */
export function splitTrait(text: string): { name: string; value: string } {
  const at = text.indexOf('=')
  return at < 0 ? { name: text, value: '' } : { name: text.slice(0, at), value: text.slice(at + 1) }
}
