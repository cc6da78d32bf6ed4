import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './failure-note.module.css'

/** Says above a form's buttons what went wrong and what to do. */
export function FailureNote({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className={classes.note} data-tone="bad">
      <IconAlertTriangle size={16} aria-hidden />
      <div>{children}</div>
    </div>
  )
}

/** A quiet remark in its own lines; `warn` for what needs a look. */
export function Note({ tone = 'neutral', children }: { tone?: 'neutral' | 'warn' | 'good'; children: ReactNode }) {
  return (
    <div className={classes.note} data-tone={tone}>
      <div>{children}</div>
    </div>
  )
}
