import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Home } from '@contract/stream/stream.contract.ts'
import { Chart, type ChartColors } from '../../ui/chart.tsx'
import { formatCompact, formatDay, formatMoney, formatNumber } from '../../ui/format.ts'
import type { ChartOption } from '../../ui/chart-engine.ts'
import classes from './home.module.css'

interface DailyChartProps {
  kind: 'revenue' | 'people'
  days: Home['perDay']
  currency: string
}

/** One number a day over the last 30 days. */
export function DailyChart({ kind, days, currency }: DailyChartProps) {
  const { t } = useTranslation('home')
  const values = useMemo(() => days.map((day) => (kind === 'revenue' ? day.revenue : day.people)), [days, kind])
  const labels = useMemo(() => days.map((day) => formatDay(day.day)), [days])
  const isEmpty = values.every((value) => value === 0)
  const draw = useCallback(
    (colors: ChartColors): ChartOption => ({
      grid: { left: 0, right: 8, top: 12, bottom: 6, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      tooltip: {
        trigger: 'axis',
        confine: true,
        backgroundColor: colors.raised,
        borderColor: colors.line,
        textStyle: { color: colors.ink, fontSize: 12 },
        valueFormatter: (value) => (kind === 'revenue' ? formatMoney(Number(value), currency) : formatNumber(Number(value))),
      },
      xAxis: { type: 'category', boundaryGap: false, data: labels, axisTick: { show: false }, axisLine: { lineStyle: { color: colors.line } }, axisLabel: { color: colors.inkFaint, fontSize: 11, interval: 6, hideOverlap: true } },
      yAxis: { type: 'value', splitNumber: 3, axisLabel: { color: colors.inkFaint, fontSize: 11, formatter: (value: number) => formatCompact(value) }, splitLine: { lineStyle: { color: colors.line } } },
      series: [{ type: 'line', name: t(`chart.${kind}Column`), data: values, symbol: 'none', lineStyle: { color: colors.accent, width: 2 }, itemStyle: { color: colors.accent }, areaStyle: { color: colors.accent, opacity: 0.07 } }],
    }),
    [labels, values, kind, currency, t],
  )
  if (isEmpty) return <p className={classes.quiet}>{t(`nothing.${kind}`)}</p>
  return (
    <Chart
      label={t(`chart.${kind}Label`)}
      heightPixels={180}
      draw={draw}
      table={{ columns: [t('chart.day'), t(`chart.${kind}Column`)], rows: days.map((day, index) => [day.day, values[index] ?? 0]) }}
    />
  )
}
