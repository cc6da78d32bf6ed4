import { Button, Tooltip } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Person } from '@contract/people/people.contract.ts'
import { CopyAction } from '../../../ui/code-block.tsx'
import { Time } from '../../../ui/time.tsx'
import type { Identity } from '../people-requests.ts'
import { NothingYet, SideSection } from './side-section.tsx'
import classes from './side.module.css'

const shownAtFirst = 5
/** The strongest sign of who somebody is comes first. */
const kinds: Identity['kind'][] = ['user_id', 'email', 'phone', 'external_id', 'anonymous_id']

/** By what the person is recognised, where that came from, and whether it can be trusted. */
export function IdentityList({ person }: { person: Person }) {
  const { t } = useTranslation('people')
  const [isWhole, setIsWhole] = useState(false)
  const sorted = person.identities.toSorted((left, right) => kinds.indexOf(left.kind) - kinds.indexOf(right.kind))
  const shown = isWhole ? sorted : sorted.slice(0, shownAtFirst)
  return (
    <SideSection title={t('identity.title')} count={person.identities.length}>
      {person.identities.length === 0 && <NothingYet>{t('identity.none')}</NothingYet>}
      <ul className={classes.list}>
        {shown.map((identity) => <IdentityItem key={`${identity.kind}:${identity.value}`} identity={identity} isMerged={identity.profileId !== person.id} />)}
      </ul>
      {person.identities.length > shownAtFirst && (
        <Button variant="subtle" color="gray" size="compact-sm" className={classes.toggle ?? ''} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? t('traits.fewer') : t('identity.all', { count: person.identities.length })}
        </Button>
      )}
    </SideSection>
  )
}

function IdentityItem({ identity, isMerged }: { identity: Identity; isMerged: boolean }) {
  const { t } = useTranslation('people')
  const kind = t(`identity.kinds.${identity.kind}`)
  return (
    <li className={classes.entry}>
      <div className={classes.entryWords}>
        <div className={classes.entryTitle}>
          <span className="truncate" title={identity.value}>{identity.value}</span>
          {identity.isVerified && (
            <Tooltip label={t('identity.verifiedHint')}>
              <span className={classes.verified} tabIndex={0} role="img" aria-label={t('identity.verified')}><IconShieldCheck size={15} aria-hidden /></span>
            </Tooltip>
          )}
        </div>
        <div className={classes.entryDetail}>
          {kind}
          {identity.source && ` · ${identity.source}`}
          {' · '}
          <Time value={identity.firstSeenAt} />
          {isMerged && ` · ${t('identity.merged')}`}
        </div>
      </div>
      <CopyAction text={identity.value} label={kind} />
    </li>
  )
}
