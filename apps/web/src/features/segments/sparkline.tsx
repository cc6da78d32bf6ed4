import classes from './segments.module.css'

const width = 96
const height = 22

/** Where the line runs; a size that does not change runs through the middle. */
export function drawPoints(values: number[]): string {
  const least = Math.min(...values)
  const span = Math.max(...values) - least
  const step = values.length > 1 ? width / (values.length - 1) : 0
  return values.map((value, index) => `${(index * step).toFixed(1)},${(span === 0 ? height / 2 : height - 2 - ((value - least) / span) * (height - 4)).toFixed(1)}`).join(' ')
}

/** The last days as a small line beside the number it leads to. */
export function Sparkline({ label, values }: { label: string; values: number[] }) {
  if (values.length < 2) return null
  return (
    <svg className={classes.sparkline} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <polyline points={drawPoints(values)} fill="none" stroke="var(--accent)" strokeWidth="1.5" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  )
}
