import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Picture, type PictureName } from './pictures.tsx'
import classes from './empty-state.module.css'

interface EmptyStateProps {
  picture: PictureName
  title: string
  /** What this is and why one would want it, in one or two sentences. */
  children?: ReactNode
  /** The one first step. */
  action?: ReactNode
}

/** What a list shows before there is anything in it: one picture, one sentence, one action. */
export function EmptyState({ picture, title, children, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <Picture name={picture} />
      <Title order={2}>{title}</Title>
      {children && (
        <Text size="sm" c="dimmed" maw={440}>
          {children}
        </Text>
      )}
      {action && <div className={classes.action}>{action}</div>}
    </div>
  )
}
