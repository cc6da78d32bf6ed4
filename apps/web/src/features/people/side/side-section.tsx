import type { ReactNode } from 'react'
import classes from './side.module.css'

interface SideSectionProps {
  title: string
  count?: number
  action?: ReactNode
  children: ReactNode
}

export function SideSection({ title, count, action, children }: SideSectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <h2 className={classes.sectionTitle}>
          {title}
          {count !== undefined && count > 0 && <span className={`${classes.count} numbers`}>{count}</span>}
        </h2>
        {action}
      </div>
      {children}
    </section>
  )
}

/** What a section says when there is nothing in it. */
export function NothingYet({ children }: { children: ReactNode }) {
  return <p className={classes.nothing}>{children}</p>
}
