import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { UsageList } from '@contract/segments/segments.contract.ts'
import { useWorkspacePath } from '../../app/session.ts'
import classes from './segments.module.css'

type Use = UsageList['items'][number]

const places: Record<Use['kind'], (use: Use) => { path: string; search: Record<string, string> }> = {
  segment: ({ id }) => ({ path: `/segments/${id}`, search: {} }),
  persona: ({ id }) => ({ path: `/personas/${id}`, search: {} }),
  survey: ({ id }) => ({ path: `/surveys/${id}`, search: {} }),
  connector: ({ id }) => ({ path: '/settings/connectors', search: { connector: id } }),
}

/** What builds on a segment, each with a link. */
export function UsageLinks({ items }: { items: UsageList['items'] }) {
  const { t } = useTranslation('segments')
  const toPath = useWorkspacePath()
  return (
    <ul className={classes.rows} aria-label={t('usage.title')}>
      {items.map((use) => {
        const { path, search } = places[use.kind](use)
        return (
          <li key={`${use.kind}${use.id}`} style={{ padding: '6px 0' }}>
            <Link to={toPath(path)} search={search as never} className={classes.link}>{use.name}</Link>
            <span className={classes.quiet}>{t(`usage.kinds.${use.kind}`)}</span>
          </li>
        )
      })}
    </ul>
  )
}
