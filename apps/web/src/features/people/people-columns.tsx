import type { TFunction } from 'i18next'
import type { PersonRow } from '@contract/people/people.contract.ts'
import type { Column } from '../../ui/data-table.tsx'
import { formatCountry, formatMoney, formatNumber } from '../../ui/format.ts'
import { Time } from '../../ui/time.tsx'
import { PersonName } from './person-name.tsx'
import classes from './person-name.module.css'
import { describeValue, findTraitValue, labelTrait } from './trait-value.ts'

const none = <span style={{ color: 'var(--ink-faint)' }}>–</span>

/** Traits that have a column of their own already. */
const builtIn = new Set(['name', 'email', 'phone', 'firstName', 'lastName', 'first_name', 'last_name'])

/** The columns of the People list; every trait can be one more. */
export function listPeopleColumns(t: TFunction<'people'>, { currency, timezone }: { currency: string; timezone: string }, traits: string[]): Column<PersonRow>[] {
  return [
    {
      key: 'name', header: t('column.name'), width: 200, grow: 2, sort: 'name',
      render: (person) => <PersonName id={person.id} name={person.name} isIdentified={person.isIdentified} />,
    },
    {
      key: 'email', header: t('column.email'), width: 180, grow: 2, optional: 'shown', card: 'hidden',
      render: (person) => person.email ?? none,
    },
    {
      key: 'place', header: t('column.place'), width: 130, grow: 1, optional: 'shown', card: 'hidden',
      render: (person) =>
        person.country ? (
          <span title={[person.city, formatCountry(person.country)].filter(Boolean).join(', ')}>
            {person.city ?? formatCountry(person.country)}{person.city && <span className={classes.code}>{person.country}</span>}
          </span>
        ) : none,
    },
    { key: 'orders', header: t('column.orders'), width: 64, align: 'right', sort: 'orders', optional: 'shown', card: 'detail', render: (person) => formatNumber(person.orders) },
    { key: 'revenue', header: t('column.revenue'), width: 88, align: 'right', sort: 'revenue', optional: 'shown', card: 'end', render: (person) => (person.orders ? formatMoney(person.revenue, currency) : none) },
    { key: 'sessions', header: t('column.sessions'), width: 64, align: 'right', sort: 'sessions', optional: 'shown', card: 'hidden', render: (person) => formatNumber(person.sessions) },
    { key: 'lastSeen', header: t('column.lastSeen'), width: 120, sort: 'lastSeen', optional: 'shown', card: 'detail', render: (person) => <Time value={person.lastSeenAt} /> },
    { key: 'firstSeen', header: t('column.firstSeen'), width: 120, sort: 'firstSeen', optional: 'start-hidden', card: 'hidden', render: (person) => <Time value={person.firstSeenAt} /> },
    { key: 'phone', header: t('column.phone'), width: 140, optional: 'start-hidden', card: 'hidden', render: (person) => person.phone ?? none },
    { key: 'userId', header: t('column.userId'), width: 140, optional: 'start-hidden', card: 'hidden', render: (person) => person.userId ?? none },
    ...traits
      .filter((name) => !builtIn.has(name))
      .map((name): Column<PersonRow> => ({
        key: `trait:${name}`, header: labelTrait(name), width: 130, optional: 'start-hidden', card: 'hidden',
        render: (person) => {
          const value = findTraitValue(person.traits, name)
          return value === undefined ? none : <span title={describeValue(value, timezone)}>{describeValue(value, timezone)}</span>
        },
      })),
  ]
}
