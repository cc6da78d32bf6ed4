import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { ChartOption, ChartView } from './chart-engine.ts'
import { useTranslation } from 'react-i18next'
import classes from './chart.module.css'

/** The colours of charts, the same as everywhere else. */
export interface ChartColors {
  accent: string
  good: string
  passive: string
  bad: string
  ink: string
  inkMuted: string
  inkFaint: string
  line: string
  surface: string
  raised: string
}

interface ChartProps {
  /** What it shows, as a sentence: screen readers say it. */
  label: string
  heightPixels: number
  /** Draws with the colours of the present light or dark. Keep it stable with useCallback. */
  draw: (colors: ChartColors) => ChartOption
  /** The same numbers as a table for those who cannot see the chart. */
  table: { columns: string[]; rows: Array<Array<string | number>> }
}

function readColors(element: HTMLElement): ChartColors {
  // light-dark() only resolves in a real property, so each token is read through one.
  const probe = document.createElement('span')
  // Where motion is reduced every change is a very short transition, and each colour would still be read as the first.
  probe.style.transition = 'none'
  element.append(probe)
  const read = (token: string) => {
    probe.style.color = `var(--${token})`
    return getComputedStyle(probe).color
  }
  const colors = {
    accent: read('accent'),
    good: read('good'),
    passive: read('passive'),
    bad: read('bad'),
    ink: read('ink'),
    inkMuted: read('ink-muted'),
    inkFaint: read('ink-faint'),
    line: read('line'),
    surface: read('surface'),
    raised: read('raised'),
  }
  probe.remove()
  return colors
}

/** A chart; the drawing library is loaded when the first one appears. */
export function Chart({ label, heightPixels, draw, table }: ChartProps) {
  const { t } = useTranslation('ui')
  const holder = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<ChartView | null>(null)
  const scheme = useComputedColorScheme('light')
  useEffect(() => {
    const element = holder.current
    if (!element) return
    let isGone = false
    let opened: ChartView | null = null
    void import('./chart-engine.ts').then(({ openChart }) => {
      if (isGone) return
      opened = openChart(element)
      setView(opened)
    })
    const observer = new ResizeObserver(() => opened?.resize())
    observer.observe(element)
    return () => {
      isGone = true
      observer.disconnect()
      opened?.dispose()
      setView(null)
    }
  }, [])
  useEffect(() => {
    if (view && holder.current) view.setOption(draw(readColors(holder.current)), true)
  }, [view, draw, scheme])
  return (
    <figure className={classes.figure}>
      <div ref={holder} role="img" aria-label={label} style={{ height: heightPixels }} className={classes.canvas} />
      <div className="visually-hidden">
      <table>
        <caption>{`${label} ${t('chart.showTable')}`}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={String(row[0])}>
              {row.map((cell, index) => (
                <td key={table.columns[index]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      </div>
    </figure>
  )
}
