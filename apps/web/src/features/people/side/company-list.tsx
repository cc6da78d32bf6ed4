import { IconBuilding } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Person } from '@contract/people/people.contract.ts'
import { useWorkspacePath } from '../../../app/session.ts'
import { SideSection } from './side-section.tsx'
import classes from './side.module.css'

export function CompanyList({ person }: { person: Person }) {
  const { t } = useTranslation('people')
  const toPath = useWorkspacePath()
  return (
    <SideSection title={t('company.title')} count={person.companies.length}>
      <ul className={classes.list}>
        {person.companies.map((company) => (
          <li key={company.id} className={classes.entry}>
            <IconBuilding size={16} stroke={1.7} aria-hidden className={classes.entryIcon} />
            <div className={classes.entryWords}>
              <Link to={toPath('/people/companies')} search={{ company: company.id } as never} className={`${classes.entryTitle} ${classes.link}`}>{company.name}</Link>
              {company.id !== company.name && <div className={classes.entryDetail}>{company.id}</div>}
            </div>
          </li>
        ))}
      </ul>
    </SideSection>
  )
}
