import { Text, Title } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import logo from '../../ui/logo.svg'
import classes from './door-layout.module.css'

interface DoorLayoutProps {
  title: string
  intro?: ReactNode
  children: ReactNode
}

/** The frame of pages outside a workspace: the name, a heading, one form. */
export function DoorLayout({ title, intro, children }: DoorLayoutProps) {
  const { t } = useTranslation('app')
  useEffect(() => {
    document.title = `${title} · ${t('name')}`
  }, [title, t])
  const door = useRef<HTMLElement>(null)
  useEffect(() => {
    door.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus()
  }, [])
  return (
    <main className={classes.door} ref={door}>
      <div className={classes.box}>
        <div className={classes.brand}>
          <img src={logo} alt="" width="28" height="28" />
          <span>{t('name')}</span>
        </div>
        <Title order={1}>{title}</Title>
        {intro && (
          <Text size="sm" c="dimmed" mt={4}>
            {intro}
          </Text>
        )}
        <div className={classes.content}>{children}</div>
      </div>
    </main>
  )
}
