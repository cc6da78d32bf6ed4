import type { ReactNode } from 'react'
import classes from './tag.module.css'

export type Tone = 'good' | 'neutral' | 'bad' | 'warn' | 'accent'

/** A short state in a colour of meaning; the word says it too. */
export function Tag({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  )
}

/** A coloured dot before a word, for lines where a tag would be too loud. */
export function Dot({ tone = 'neutral', isPulsing = false }: { tone?: Tone; isPulsing?: boolean }) {
  return <span className={classes.dot} data-tone={tone} data-pulsing={isPulsing || undefined} aria-hidden />
}
