import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Home } from '@contract/stream/stream.contract.ts'
import { useWorkspace } from '../../app/session.ts'
import { Chart, type ChartColors } from '../../ui/chart.tsx'
import { formatClock, formatCompact, formatNumber } from '../../ui/format.ts'
import type { ChartOption } from '../../ui/chart-engine.ts'

/** Events by hour, with the same hours a day before as a dashed line. */
export function EventsChart({ perHour }: { perHour: Home['perHour'] }) {
  const { t } = useTranslation('home')
  const { timezone } = useWorkspace()
  const { now, before, hours } = useMemo(() => {
    const last = perHour.slice(-24)
    const prior = perHour.slice(-48, -24)
    return {
      now: last.map((each) => each.events),
      // Days that are not there yet leave the line out rather than drawing zeros.
      before: prior.length === last.length && prior.some((each) => each.events > 0) ? prior.map((each) => each.events) : [],
      hours: last.map((each) => formatClock(each.hour, timezone)),
    }
  }, [perHour, timezone])
  const draw = useCallback(
    (colors: ChartColors): ChartOption => ({
      grid: { left: 0, right: 8, top: 12, bottom: 6, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      tooltip: {
        trigger: 'axis',
        confine: true,
        backgroundColor: colors.raised,
        borderColor: colors.line,
        textStyle: { color: colors.ink, fontSize: 12 },
        valueFormatter: (value) => formatNumber(Number(value)),
      },
      xAxis: { type: 'category', data: hours, axisTick: { show: false }, axisLine: { lineStyle: { color: colors.line } }, axisLabel: { color: colors.inkFaint, fontSize: 11, interval: 5 } },
      yAxis: { type: 'value', splitNumber: 3, minInterval: 1, axisLabel: { color: colors.inkFaint, fontSize: 11, formatter: (value: number) => formatCompact(value) }, splitLine: { lineStyle: { color: colors.line } } },
      series: [
        { type: 'bar', name: t('chart.now'), data: now, itemStyle: { color: colors.accent, opacity: 0.6, borderRadius: [2, 2, 0, 0] }, barCategoryGap: '28%' },
        { type: 'line', name: t('chart.before'), data: before, symbol: 'none', lineStyle: { color: colors.ink, type: 'dashed', width: 1.5 }, itemStyle: { color: colors.ink } },
      ],
    }),
    [hours, now, before, t],
  )
  return (
    <Chart
      label={t('chart.eventsLabel')}
      heightPixels={200}
      draw={draw}
      table={{ columns: [t('chart.hour'), t('chart.now'), t('chart.before')], rows: hours.map((hour, index) => [hour, now[index] ?? 0, before[index] ?? '']) }}
    />
  )
}
