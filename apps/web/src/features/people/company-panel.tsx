import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Company } from '@contract/people/people.contract.ts'
import { describeFailure } from '../../app/api.ts'
import { useWorkspace, useWorkspacePath } from '../../app/session.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { formatMoney, formatNumber } from '../../ui/format.ts'
import { SidePanel } from '../../ui/side-panel.tsx'
import { TextSkeleton } from '../../ui/skeletons.tsx'
import { Time } from '../../ui/time.tsx'
import { Facts } from '../../ui/facts.tsx'
import { companyQuery, peopleQuery } from './people-requests.ts'
import { PersonName } from './person-name.tsx'
import { describeValue, labelTrait } from './trait-value.ts'
import classes from './company-panel.module.css'

interface CompanyPanelProps {
  id: string
  /** The company as the list has it, if it is there. */
  known: Company | undefined
  onClose: () => void
}

const shownPeople = 10

/** One company: its figures, its traits, and who belongs to it. */
export function CompanyPanel({ id, known, onClose }: CompanyPanelProps) {
  const { t } = useTranslation('people')
  const toPath = useWorkspacePath()
  const { currency } = useWorkspace()
  // Opened by a link, the company may be on none of the list's pages.
  const { data: company = known, error } = useQuery(companyQuery(id))
  const people = useInfiniteQuery(peopleQuery({ account: id, sort: 'revenue', direction: 'desc' }))
  const rows = people.data?.pages[0]?.items.slice(0, shownPeople)
  return (
    <SidePanel title={company?.name ?? id} onClose={onClose}>
      {error && !company && <FailureNote>{describeFailure(error)}</FailureNote>}
      {company && (
        <Facts
          facts={[
            [t('company.id'), company.id],
            [t('company.people'), formatNumber(company.people)],
            [t('column.revenue'), formatMoney(company.revenue, currency)],
            [t('column.firstSeen'), <Time key="first" value={company.firstSeenAt} />],
            [t('column.lastSeen'), <Time key="last" value={company.lastSeenAt} />],
            ...Object.entries(company.traits).filter(([name]) => name !== 'name').map(([name, value]): [string, string] => [labelTrait(name), describeValue(value)]),
          ]}
        />
      )}
      <section aria-label={t('company.people')}>
        <h3 className={classes.title}>{t('company.people')}</h3>
        {people.error && <FailureNote>{describeFailure(people.error)}</FailureNote>}
        {!rows && !people.error && <TextSkeleton lines={4} />}
        {rows?.length === 0 && <p className={classes.nothing}>{t('company.nobody')}</p>}
        <ul className={classes.people}>
          {rows?.map((person) => (
            <li key={person.id}>
              <Link to={toPath(`/people/${person.id}`)} className={classes.person}>
                <PersonName id={person.id} name={person.name} isIdentified={person.isIdentified} detail={person.email === person.name ? null : person.email} sizePixels={28} />
                <span className="numbers">{person.orders > 0 && formatMoney(person.revenue, currency)}</span>
              </Link>
            </li>
          ))}
        </ul>
        {rows && rows.length > 0 && (
          <Button component={Link} to={toPath('/people')} search={{ account: id } as never} variant="default" mt={8}>{t('company.allPeople')}</Button>
        )}
      </section>
    </SidePanel>
  )
}
