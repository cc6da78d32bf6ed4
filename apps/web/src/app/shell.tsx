import { ActionIcon, Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconMenu2, IconSearch } from '@tabler/icons-react'
import { Outlet, useParams, useRouter, useRouterState } from '@tanstack/react-router'
import { useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/empty-state.tsx'
import { NavigatedContext, Page } from '../ui/page.tsx'
import { Navigation } from './navigation.tsx'
import { openPalette, Palette } from './palette.tsx'
import { useMe, WorkspaceContext } from './session.ts'
import { ShortcutKeys } from './shortcuts.tsx'
import { UserMenu } from './user-menu.tsx'
import { WorkspaceSwitcher } from './workspace-switcher.tsx'
import classes from './shell.module.css'

/** The frame around every page of a workspace: navigation at the left, the page, palette and shortcuts. */
export function Shell() {
  const { t } = useTranslation('app')
  const me = useMe()
  const { workspace: slug } = useParams({ strict: false }) as { workspace: string }
  const workspace = me.workspaces.find((each) => each.slug === slug) ?? null
  const [isDrawerOpen, drawer] = useDisclosure(false)
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const closeDrawer = drawer.close
  useEffect(() => {
    closeDrawer()
  }, [pathname, closeDrawer])
  const hasNavigated = useHasNavigated()

  const sidebar = (
    <>
      <WorkspaceSwitcher />
      <button type="button" className={classes.searchButton} onClick={openPalette}>
        <IconSearch size={16} aria-hidden />
        <span>{t('search')}</span>
        <kbd className={classes.key}>{isApple() ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <Navigation />
      <UserMenu />
    </>
  )
  return (
    <WorkspaceContext value={workspace}>
      <NavigatedContext value={hasNavigated}>
        <a href="#content" className={classes.skip}>
          {t('skipToContent')}
        </a>
        <div className={classes.shell}>
          <div className={classes.sidebar}>{sidebar}</div>
          <header className={classes.topBar}>
            <ActionIcon aria-label={t('openNavigation')} aria-expanded={isDrawerOpen} onClick={drawer.open} size={40}>
              <IconMenu2 size={20} />
            </ActionIcon>
            <span className={`${classes.topBarName} truncate`}>{workspace?.name}</span>
            <ActionIcon aria-label={t('searchShort')} onClick={openPalette} size={40}>
              <IconSearch size={20} />
            </ActionIcon>
          </header>
          <main id="content" className={classes.content} tabIndex={-1}>
            {workspace ? (
              <Outlet />
            ) : (
              <Page title={t('fallback.noWorkspace')} head={<span />}>
                <EmptyState picture="trouble" title={t('fallback.noWorkspace')}>
                  {t('fallback.noWorkspaceHint')}
                </EmptyState>
              </Page>
            )}
          </main>
        </div>
        <Drawer.Root opened={isDrawerOpen} onClose={drawer.close} size={280}>
          <Drawer.Overlay />
          <Drawer.Content aria-label={t('navigation')} className={classes.drawerContent}>
            <Drawer.Body className={classes.drawerBody}>{sidebar}</Drawer.Body>
          </Drawer.Content>
        </Drawer.Root>
        <Palette />
        <ShortcutKeys />
      </NavigatedContext>
    </WorkspaceContext>
  )
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent)
}

/** Whether the address changed inside the app, as against a page that was opened from outside. */
function useHasNavigated(): () => boolean {
  const router = useRouter()
  const hasNavigated = useRef(false)
  useEffect(
    () =>
      router.subscribe('onBeforeNavigate', (event) => {
        if (event.pathChanged && event.fromLocation) hasNavigated.current = true
      }),
    [router],
  )
  return useCallback(() => hasNavigated.current, [])
}
