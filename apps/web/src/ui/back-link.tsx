import { IconChevronLeft } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useWorkspacePath } from '../app/session.ts'
import classes from './back-link.module.css'

/** Leads back up, above the title. */
export function BackLink({ to, children }: { to: string; children: ReactNode }) {
  const toPath = useWorkspacePath()
  return (
    <Link to={toPath(to)} className={classes.back}>
      <IconChevronLeft size={14} aria-hidden /> {children}
    </Link>
  )
}
