import { Menu, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { IconBook2, IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSelector, IconSun, IconUser } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Avatar } from '../ui/avatar.tsx'
import { api } from './api.ts'
import { useMe, useWorkspacePath } from './session.ts'
import { showShortcuts } from './shortcuts.tsx'
import classes from './menus.module.css'

const schemes: Array<{ value: MantineColorScheme; icon: typeof IconSun }> = [
  { value: 'light', icon: IconSun },
  { value: 'dark', icon: IconMoon },
  { value: 'auto', icon: IconDeviceDesktop },
]

/** The signed-in person at the foot of the navigation: profile, light and dark, sign out. */
export function UserMenu() {
  const { t } = useTranslation('app')
  const { user } = useMe()
  const navigate = useNavigate()
  const toPath = useWorkspacePath()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const signOut = async () => {
    await api.post('/v1/sign-out')
    await navigate({ to: '/sign-in' })
  }
  return (
    <Menu position="top-start" width={232}>
      <Menu.Target>
        <UnstyledButton className={classes.target}>
          <Avatar id={user.id} name={user.name} sizePixels={26} />
          <span className="visually-hidden">{t('user.menu', { name: user.name })}</span>
          <span className={`${classes.name} truncate`} aria-hidden>
            {user.name}
          </span>
          <IconSelector size={16} className={classes.selector} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUser size={16} />} onClick={() => void navigate({ to: toPath('/settings/profile') })}>
          {t('user.profile')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={showShortcuts}>
          {t('user.shortcuts')}
        </Menu.Item>
        <Menu.Item leftSection={<IconBook2 size={16} />} component="a" href="/docs" target="_blank" rel="noreferrer">
          {t('user.apiDocs')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('user.appearance')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as MantineColorScheme)}>
          {schemes.map(({ value, icon: Icon }) => (
            <Menu.RadioItem key={value} value={value} rightSection={<Icon size={16} aria-hidden />}>
              {t(`user.${value}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          {t('user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
