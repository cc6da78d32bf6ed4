import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Summary } from '@contract/surveys/responses.contract.ts'
import { useWorkspace } from '../../../../app/session.ts'
import type { ChartOption } from '../../../../ui/chart-engine.ts'
import { Chart, type ChartColors } from '../../../../ui/chart.tsx'
import { findDateFormat, formatNumber } from '../../../../ui/format.ts'
import { Section } from '../../../../ui/page.tsx'
import { sayValue } from './say-figure.ts'
import classes from './summary.module.css'

/** The headline figure by week with its interval as a band; the period before as a dashed line. */
export function TrendChart({ summary: { trend, previous } }: { summary: Summary }) {
  const { t } = useTranslation('surveys')
  const { timezone } = useWorkspace()
  const metric = trend.at(-1)?.figure.metric ?? 'nps'
  const name = t(`responses.summary.metric.${metric}`)
  const before = previous?.figure?.value ?? null
  const weeks = useMemo(() => trend.map(({ from }) => findDateFormat('en-GB', { day: 'numeric', month: 'short', timeZone: timezone }).format(new Date(from))), [trend, timezone])
  const say = useCallback((index: number) => {
    const figure = trend[index]?.figure
    if (figure?.value == null) return '–'
    const interval = figure.interval && ` (${t('responses.summary.interval', { from: sayValue(metric, figure.interval.from), to: sayValue(metric, figure.interval.to) })})`
    return `${name} ${sayValue(metric, figure.value)}${interval ?? ''}, ${t('responses.summary.n', { n: formatNumber(figure.n) })}`
  }, [trend, metric, name, t])
  const draw = useCallback(
    (colors: ChartColors): ChartOption => ({
      grid: { left: 0, right: 12, top: 12, bottom: 6, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      tooltip: {
        trigger: 'axis', confine: true, backgroundColor: colors.raised, borderColor: colors.line, textStyle: { color: colors.ink, fontSize: 12 },
        formatter: (points) => {
          const index = (Array.isArray(points) ? points[0] : points)?.dataIndex ?? 0
          return `${weeks[index] ?? ''}<br>${say(index)}`
        },
      },
      xAxis: { type: 'category', data: weeks, boundaryGap: false, axisTick: { show: false }, axisLine: { onZero: false, lineStyle: { color: colors.line } }, axisLabel: { color: colors.inkFaint, fontSize: 11, hideOverlap: true } },
      yAxis: { type: 'value', scale: metric !== 'nps', splitNumber: 4, axisLabel: { color: colors.inkFaint, fontSize: 11 }, splitLine: { lineStyle: { color: colors.line } } },
      series: [
        // A band is what lies between a line that is not seen and one stacked on it; bounds may be below zero.
        { type: 'line', stack: 'band', stackStrategy: 'all', data: trend.map(({ figure }) => figure.interval?.from ?? null), symbol: 'none', lineStyle: { opacity: 0 }, silent: true },
        {
          type: 'line', stack: 'band', stackStrategy: 'all', symbol: 'none', silent: true, lineStyle: { opacity: 0 }, areaStyle: { color: colors.accent, opacity: 0.12 },
          data: trend.map(({ figure }) => (figure.interval ? figure.interval.to - figure.interval.from : null)),
        },
        { type: 'line', name, data: trend.map(({ figure }) => figure.value), symbol: 'circle', symbolSize: 5, connectNulls: true, lineStyle: { color: colors.accent, width: 2 }, itemStyle: { color: colors.accent } },
        ...(before === null ? [] : [{ type: 'line' as const, name: t('responses.summary.trend.before'), data: trend.map(() => before), symbol: 'none', silent: true, lineStyle: { color: colors.inkMuted, type: 'dashed' as const, width: 1.5 } }]),
      ],
    }),
    [trend, weeks, metric, name, before, say, t],
  )
  const words = (key: string) => t(`responses.summary.trend.${key}`)
  const table = {
    columns: [words('week'), words('value'), words('from'), words('to'), words('n')],
    rows: trend.map(({ figure }, index) => [weeks[index] ?? '', ...[figure.value, figure.interval?.from, figure.interval?.to].map((value) => (value == null ? '–' : sayValue(metric, value))), figure.n]),
  }
  if (trend.length === 0) return null
  return (
    <Section title={t('responses.summary.trend.title', { metric: name })} description={t(before === null ? 'responses.summary.trend.hint' : 'responses.summary.trend.hintBefore')}>
      {trend.length === 1
        ? <p className={classes.quiet}>{t('responses.summary.trend.tooFew')}</p>
        : <Chart label={t('responses.summary.trend.label', { metric: name, value: say(trend.length - 1) })} heightPixels={200} draw={draw} table={table} />}
    </Section>
  )
}
