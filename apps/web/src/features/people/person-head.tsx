import {
  IconAlertTriangle, IconClockHour4, IconCoins, IconMessageExclamation, IconMoodHappy, IconMoodNeutral, IconMoodSad, IconShoppingBag, IconShoppingCart, IconCheck, type TablerIcon,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Person } from '@contract/people/people.contract.ts'
import { useWorkspace, useWorkspacePath } from '../../app/session.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { formatDateTime } from '../../ui/format.ts'
import { Tag } from '../../ui/tag.tsx'
import { describePlace } from './places.ts'
import classes from './person.module.css'

type Headline = Person['headlines'][number]

/** Who it is, and what matters now. */
export function PersonHead({ person }: { person: Person }) {
  const { t } = useTranslation('people')
  const toPath = useWorkspacePath()
  const place = describePlace(person.city, person.country)
  return (
    <div className={classes.head}>
      <Avatar id={person.id} name={person.isIdentified ? person.name : ''} sizePixels={48} />
      <div className={classes.headWords}>
        <div className={classes.nameLine}>
          {/* The page's own heading says the name to screen readers. */}
          <span aria-hidden>{person.name}</span>
          <Tooltip label={t(person.isIdentified ? 'person.identifiedHint' : 'person.visitorHint')}>
            <span><Tag tone={person.isIdentified ? 'accent' : 'neutral'}>{t(person.isIdentified ? 'person.identified' : 'person.visitor')}</Tag></span>
          </Tooltip>
        </div>
        <div className={classes.about}>
          {place && <span>{place}</span>}
          {person.companies.map((company) => (
            <Link key={company.id} to={toPath('/people/companies')} search={{ company: company.id } as never}>{company.name}</Link>
          ))}
          {person.email && person.email !== person.name && <a href={`mailto:${encodeURIComponent(person.email)}`}>{person.email}</a>}
          {person.phone && <a href={`tel:${person.phone.replaceAll(/[^+\d]/g, '')}`}>{person.phone}</a>}
        </div>
        {person.headlines.length > 0 && (
          <ul className={classes.headlines} aria-label={t('person.matters')}>
            {person.headlines.map((headline) => (
              <HeadlineItem key={`${headline.kind}${headline.text}`} headline={headline} />
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

const kindIcons = { last_order: IconShoppingBag, open_cart: IconShoppingCart, value: IconCoins, last_seen: IconClockHour4 }
const moodIcons = { good: IconMoodHappy, neutral: IconMoodNeutral, bad: IconMoodSad }
const matterIcons = { good: IconCheck, neutral: IconMessageExclamation, bad: IconAlertTriangle }

function drawHeadlineIcon({ kind, tone }: Headline): ReactNode {
  const Icon: TablerIcon = kind === 'mood' ? moodIcons[tone] : kind === 'open_matter' ? matterIcons[tone] : kindIcons[kind]
  return <Icon size={15} stroke={1.8} aria-hidden />
}

function HeadlineItem({ headline }: { headline: Headline }) {
  const { t } = useTranslation('people')
  const { timezone } = useWorkspace()
  return (
    <li className={classes.headline} data-tone={headline.tone} title={headline.at ? formatDateTime(headline.at, timezone) : undefined}>
      {drawHeadlineIcon(headline)}
      {headline.tone !== 'neutral' && <span className="visually-hidden">{t(`tone.${headline.tone}`)}: </span>}
      {headline.text}
    </li>
  )
}
