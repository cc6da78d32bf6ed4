import { ActionIcon } from '@mantine/core'
import { IconCopy, IconTrash } from '@tabler/icons-react'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './builder.module.css'

interface ConditionRowProps {
  /** "2" or, within a group, "2.1". */
  position: string
  /** The word that ties it to the row before. */
  joiner: string
  /** Whether it was just added and takes the focus. */
  isNew: boolean
  /** A group: its rows have buttons of their own, below each other at the edge. */
  isGroup: boolean
  onDuplicate: (() => void) | undefined
  onRemove: () => void
  children: ReactNode
}

/** One row of a rule: what ties it to the row before, the condition, and what can be done with it. */
export function ConditionRow({ position, joiner, isNew, isGroup, onDuplicate, onRemove, children }: ConditionRowProps) {
  const { t } = useTranslation('segments')
  const body = useRef<HTMLDivElement>(null)
  const [takesFocus] = useState(isNew)
  useEffect(() => {
    if (!takesFocus) return
    // After the menu has closed, which gives the focus back to its button. What is to be filled in comes first.
    const timer = setTimeout(() => (body.current?.querySelector<HTMLElement>('[data-missing]') ?? body.current?.querySelector<HTMLElement>('button, input'))?.focus(), 50)
    return () => clearTimeout(timer)
  }, [takesFocus])
  return (
    <div className={classes.row} data-group={isGroup || undefined} role="group" aria-label={t('builder.row.label', { position })}>
      <span className={classes.joiner}>{joiner}</span>
      <div className={classes.body} ref={body}>{children}</div>
      <div className={classes.actions}>
        {onDuplicate && (
          <ActionIcon size={28} aria-label={t('builder.row.duplicate', { position })} title={t('builder.row.duplicateShort')} onClick={onDuplicate}>
            <IconCopy size={16} />
          </ActionIcon>
        )}
        <ActionIcon size={28} aria-label={t('builder.row.remove', { position })} title={t('builder.row.removeShort')} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </div>
    </div>
  )
}
