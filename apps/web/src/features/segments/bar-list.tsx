import { Link } from '@tanstack/react-router'
import classes from './segments.module.css'

export interface Bar {
  key: string
  label: string
  /** What the length of the bar stands for. */
  value: number
  /** The figure as it is written. */
  text: string
  to?: string
}

/** Bars with their labels on them; the longest fills the width unless `most` is given. */
export function BarList({ label, bars, most = Math.max(1, ...bars.map((bar) => bar.value)) }: { label: string; bars: Bar[]; most?: number }) {
  return (
    <ol className={classes.bars} aria-label={label}>
      {bars.map((bar) => (
        <li key={bar.key}>
          <span className={classes.barFill} style={{ width: `${Math.min(100, (bar.value / Math.max(1, most)) * 100)}%` }} aria-hidden />
          <span className="truncate">{bar.to ? <Link to={bar.to} className={classes.link}>{bar.label}</Link> : bar.label}</span>
          <span className={`${classes.barValue} numbers`}>{bar.text}</span>
        </li>
      ))}
    </ol>
  )
}
