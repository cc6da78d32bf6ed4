import { ActionIcon, FocusTrap, Title } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconX } from '@tabler/icons-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './side-panel.module.css'

interface SidePanelProps {
  title: string
  onClose: () => void
  /** Small buttons beside the title. */
  actions?: ReactNode
  children: ReactNode
}

/** Details beside a list; over it where the window is narrow. Esc closes it and the focus returns. */
export function SidePanel({ title, onClose, actions, children }: SidePanelProps) {
  const { t } = useTranslation('ui')
  const isOver = useMediaQuery('(max-width: 68.75em)', false, { getInitialValueInEffect: false }) ?? false
  const panel = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  })
  useEffect(() => {
    const cameFrom = document.activeElement as HTMLElement | null
    panel.current?.focus()
    return () => cameFrom?.focus?.()
  }, [])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('[role="dialog"][aria-modal="true"]:not([data-side-panel])')) {
        close.current()
      }
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <FocusTrap active={isOver}>
      <div
        ref={panel}
        tabIndex={-1}
        className={classes.panel}
        aria-label={title}
        data-side-panel
        role={isOver ? 'dialog' : 'complementary'}
        aria-modal={isOver || undefined}
      >
        <header className={classes.header}>
          <Title order={2} className="truncate" tabIndex={-1} data-autofocus>
            {title}
          </Title>
          <div className={classes.actions}>
            {actions}
            <ActionIcon onClick={onClose} aria-label={t('close')}>
              <IconX size={18} />
            </ActionIcon>
          </div>
        </header>
        <div className={classes.body}>{children}</div>
      </div>
    </FocusTrap>
  )
}
