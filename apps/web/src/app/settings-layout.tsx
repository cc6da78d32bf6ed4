import { Select } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { Link, Navigate, Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SettingsEntry } from './feature.ts'
import { features } from './features.ts'
import { useWorkspace, useWorkspacePath } from './session.ts'
import classes from './settings-layout.module.css'

export interface SettingsItem extends SettingsEntry {
  feature: string
}

const groups = ['workspace', 'data', 'you'] as const
const settingsItems: SettingsItem[] = features
  .flatMap((feature) => (feature.settings ?? []).map((entry) => ({ ...entry, feature: feature.name })))
  .sort((left, right) => groups.indexOf(left.group) - groups.indexOf(right.group) || left.order - right.order)

/** The pages of Settings that the signed-in person may open, in order. */
export function useSettingsItems(): SettingsItem[] {
  const { permissions } = useWorkspace()
  return settingsItems.filter((item) => item.permission === undefined || permissions.includes(item.permission))
}

/** Settings: the list of its pages at the left, the page beside it. */
export function SettingsLayout() {
  const { t } = useTranslation('app')
  const items = useSettingsItems()
  const toPath = useWorkspacePath()
  const navigate = useNavigate()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const isNarrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false }) ?? false
  const present = items.find((item) => pathname === toPath(`/settings/${item.path}`) || pathname.startsWith(`${toPath(`/settings/${item.path}`)}/`))
  const labelOf = (item: SettingsItem) => t(item.label, { ns: item.feature })
  return (
    <div className={classes.layout}>
      {isNarrow ? (
        <div className={classes.chooser}>
          <Select
            aria-label={t('settings.choose')}
            data={groups.map((group) => ({ group: t(`settings.${group}`), items: items.filter((item) => item.group === group).map((item) => ({ value: item.path, label: labelOf(item) })) }))}
            value={present?.path ?? null}
            onChange={(path) => path && void navigate({ to: toPath(`/settings/${path}`) })}
          />
        </div>
      ) : (
        <nav className={classes.nav} aria-label={t('settings.navigation')}>
          {groups.map((group) => {
            const members = items.filter((item) => item.group === group)
            if (members.length === 0) return null
            return (
              <div key={group} className={classes.group}>
                <div className={classes.groupName} id={`settings-${group}`}>{t(`settings.${group}`)}</div>
                <ul className={classes.list} aria-labelledby={`settings-${group}`}>
                  {members.map((item) => (
                    <li key={item.path}>
                      <Link to={toPath(`/settings/${item.path}`)} className={classes.link} activeProps={{}} aria-current={present === item ? 'page' : undefined}>
                        {labelOf(item)}
                      </Link>
                    </li>
                  ))}
                </ul>
              </div>
            )
          })}
        </nav>
      )}
      <div className={classes.page}>
        <Outlet />
      </div>
    </div>
  )
}

/** /settings itself leads to the first page there. */
export function SettingsIndex() {
  const [first] = useSettingsItems()
  const toPath = useWorkspacePath()
  return first ? <Navigate to={toPath(`/settings/${first.path}`)} replace /> : null
}
