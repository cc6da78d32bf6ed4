import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { EventChanges } from '@contract/stream/stream.contract.ts'
import { useWorkspacePath } from '../../app/session.ts'
import classes from './stream.module.css'

function write(value: unknown): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What one event did, in words. */
export function ChangeList({ changes }: { changes: EventChanges }) {
  const { t } = useTranslation('stream')
  const toPath = useWorkspacePath()
  const { profileCreated, traits = [], identities = [], merged = [], suggestion, consent = [] } = changes
  const isNothing = !profileCreated && !suggestion && traits.length + identities.length + merged.length + consent.length === 0
  if (isNothing) return <p className={classes.note}>{t('change.none')}</p>
  return (
    <ul className={classes.changes}>
      {profileCreated && <li>{t('change.created')}</li>}
      {identities.map((identity) => (
        <li key={`${identity.kind}${identity.value}`}>
          {t('change.identity', { kind: t(`kind.${identity.kind}`, identity.kind) })} <strong>{identity.value}</strong>
        </li>
      ))}
      {traits.map((trait) => (
        <li key={trait.name}>
          <strong>{trait.name}</strong>{' '}
          {trait.to === null || trait.to === undefined ? (
            <>{t('change.removed')} <del>{write(trait.from)}</del></>
          ) : trait.from === null || trait.from === undefined ? (
            <>{t('change.set')} <ins>{write(trait.to)}</ins></>
          ) : (
            <>{t('change.from')} <del>{write(trait.from)}</del> {t('change.to')} <ins>{write(trait.to)}</ins></>
          )}
        </li>
      ))}
      {merged.map((merge) => (
        <li key={merge.from}>
          {t('change.merged')} <Link to={toPath(`/people/${merge.into}`)} className={classes.link}>{t('change.mergedInto')}</Link>
        </li>
      ))}
      {suggestion && <li>{t('change.suggestion')} {suggestion}</li>}
      {consent.map((each) => (
        <li key={`${each.purpose}${each.channel ?? ''}`}>
          {t(each.isGranted ? 'change.granted' : 'change.withdrawn')} <strong>{each.purpose}</strong> {each.channel ? t('change.onChannel', { channel: each.channel }) : t('change.everyChannel')}
        </li>
      ))}
    </ul>
  )
}
