import { Link, useRouterState } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { NavEntry } from './feature.ts'
import { features } from './features.ts'
import { useWorkspace, useWorkspacePath, WorkspaceContext } from './session.ts'
import { useContext } from 'react'
import classes from './shell.module.css'

export interface NavItem extends NavEntry {
  /** The feature, which is also the namespace of `label`. */
  feature: string
}

const navItems: NavItem[] = features
  .flatMap((feature) => (feature.nav ?? []).map((entry) => ({ ...entry, feature: feature.name })))
  .sort((left, right) => left.order - right.order)

/** The entries that the signed-in person may open, in order; those `below` another follow it. */
export function useNavItems(): NavItem[] {
  const { permissions } = useWorkspace()
  const allowed = navItems.filter((item) => item.permission === undefined || permissions.includes(item.permission))
  return allowed.filter((item) => !item.below).flatMap((item) => [item, ...allowed.filter((other) => other.below === item.path)])
}

export function Navigation() {
  const { t } = useTranslation('app')
  const workspace = useContext(WorkspaceContext)
  return (
    <nav className={classes.nav} aria-label={t('navigation')}>
      {workspace && <NavigationList />}
    </nav>
  )
}

function NavigationList() {
  const { t } = useTranslation()
  const items = useNavItems()
  const toPath = useWorkspacePath()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const isWithin = (path: string) => pathname === toPath(path) || pathname.startsWith(`${toPath(path)}/`)
  // The most exact entry is the present one: /people/companies rather than /people.
  const present = items.filter((item) => isWithin(item.path)).sort((left, right) => right.path.length - left.path.length)[0]
  return (
    <ul className={classes.navList}>
      {items
        .filter((item) => !item.below || isWithin(item.below) || present?.below === item.below)
        .map((item) => {
          const Icon = item.icon
          return (
            <li key={item.path}>
              <Link
                to={toPath(item.path)}
                className={classes.navLink}
                activeProps={{}}
                aria-current={present === item ? 'page' : undefined}
                data-open={isWithin(item.path) || undefined}
                data-below={item.below ? true : undefined}
              >
                {!item.below && <Icon size={18} stroke={1.7} aria-hidden />}
                {t(item.label, { ns: item.feature })}
              </Link>
            </li>
          )
        })}
    </ul>
  )
}
