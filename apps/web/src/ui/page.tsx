import { Text, Title } from '@mantine/core'
import { createContext, useContext, useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './page.module.css'

/** Tells a page whether somebody navigated to it inside the app; then its title takes the focus. */
export const NavigatedContext = createContext<() => boolean>(() => false)

interface PageProps {
  title: string
  /** Replaces the plain title in the head, e.g. a name with a picture; `title` still names the tab. */
  head?: ReactNode
  description?: ReactNode
  /** The ONE primary action. */
  action?: ReactNode
  /** What leads back up, above the title. */
  above?: ReactNode
  /** A SidePanel with details of what was chosen; the list stays. */
  panel?: ReactNode
  /** `fill` gives the content the remaining height (tables); `text` keeps lines short (forms); `full` takes the whole width (builders). */
  width?: 'fill' | 'wide' | 'text' | 'full'
  children: ReactNode
}

/** Every page: title with its one primary action, then the content; details open in a panel beside it. */
export function Page({ title, head, description, action, above, panel, width = 'wide', children }: PageProps) {
  const { t } = useTranslation('app')
  const heading = useRef<HTMLHeadingElement>(null)
  const hasNavigated = useContext(NavigatedContext)
  useEffect(() => {
    document.title = `${title} · ${t('name')}`
  }, [title, t])
  useEffect(() => {
    if (hasNavigated()) heading.current?.focus({ preventScroll: true })
  }, [hasNavigated])
  return (
    <div className={classes.frame}>
      <div className={classes.page} data-width={width}>
        {above && <div className={classes.above}>{above}</div>}
        <header className={classes.header}>
          <div className={classes.heading}>
            <Title order={1} ref={heading} tabIndex={-1} className={head ? 'visually-hidden' : undefined}>
              {title}
            </Title>
            {head}
            {description && (
              <Text size="sm" c="dimmed" component="div" className={classes.description}>
                {description}
              </Text>
            )}
          </div>
          {action && <div className={classes.action}>{action}</div>}
        </header>
        <div className={classes.content}>{children}</div>
      </div>
      {panel}
    </div>
  )
}

interface SectionProps {
  title: string
  description?: ReactNode
  action?: ReactNode
  children: ReactNode
}

/** A titled part of a page. */
export function Section({ title, description, action, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <div>
          <Title order={2}>{title}</Title>
          {description && (
            <Text size="sm" c="dimmed">
              {description}
            </Text>
          )}
        </div>
        {action}
      </div>
      {children}
    </section>
  )
}
