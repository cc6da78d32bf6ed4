import { useTranslation } from 'react-i18next'
import type { ChangeMembersReply } from '@contract/segments/segments.contract.ts'
import { Facts } from '../../../ui/facts.tsx'
import { formatNumber } from '../../../ui/format.ts'
import classes from '../segments.module.css'

/** What became of the identifiers that were given: how many were added, were there already, or belong to nobody. */
export function AddedPeople({ reply }: { reply: ChangeMembersReply }) {
  const { t } = useTranslation('segments')
  const number = (value: number) => <span className="numbers">{formatNumber(value)}</span>
  return (
    <div role="status">
      <Facts
        facts={[
          [t('added.changed'), number(reply.changed)],
          [t('added.unchanged'), number(reply.unchanged)],
          [t('added.unknown'), number(reply.unknownCount)],
        ]}
      />
      {reply.unknown.length > 0 && (
        <>
          <p className={classes.quiet}>{t('added.unknownHint')}</p>
          <div className={classes.unknown} role="region" tabIndex={0} aria-label={t('added.unknownList')}>{reply.unknown.join('\n')}</div>
          {reply.unknownCount > reply.unknown.length && <p className={classes.quiet}>{t('added.unknownMore', { n: formatNumber(reply.unknownCount - reply.unknown.length) })}</p>}
        </>
      )}
    </div>
  )
}
