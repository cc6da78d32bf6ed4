import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { EventEntryDetail } from '@contract/catalogue/catalogue.contract.ts'
import { Chart, type ChartColors } from '../../ui/chart.tsx'
import { formatCompact, formatDay, formatNumber } from '../../ui/format.ts'

/** How often an event happened a day, over the last 30 days. */
export function VolumeChart({ name, perDay }: { name: string; perDay: EventEntryDetail['perDay'] }) {
  const { t } = useTranslation('catalogue')
  const draw = useCallback(
    (colors: ChartColors) => ({
      grid: { left: 0, right: 4, top: 8, bottom: 6, outerBoundsMode: 'same' as const, outerBoundsContain: 'axisLabel' as const },
      tooltip: {
        trigger: 'axis' as const,
        axisPointer: { type: 'shadow' as const },
        backgroundColor: colors.raised,
        borderColor: colors.line,
        textStyle: { color: colors.ink, fontSize: 12 },
        valueFormatter: (value: unknown) => formatNumber(Number(value)),
      },
      xAxis: {
        type: 'category' as const,
        data: perDay.map(({ day }) => formatDay(day)),
        axisLine: { lineStyle: { color: colors.line } },
        axisTick: { show: false },
        axisLabel: { color: colors.inkFaint, fontSize: 11, hideOverlap: true },
      },
      yAxis: {
        type: 'value' as const,
        minInterval: 1,
        splitNumber: 3,
        splitLine: { lineStyle: { color: colors.line } },
        axisLabel: { color: colors.inkFaint, fontSize: 11, formatter: (value: number) => formatCompact(value) },
      },
      series: [{ type: 'bar' as const, name: t('stat.count'), data: perDay.map(({ count }) => count), itemStyle: { color: colors.accent, borderRadius: [2, 2, 0, 0] }, barMaxWidth: 24 }],
    }),
    [perDay, t],
  )
  const table = useMemo(() => ({ columns: [t('event.day'), t('stat.count')], rows: perDay.map(({ day, count }) => [day, count]) }), [perDay, t])
  const total = perDay.reduce((sum, { count }) => sum + count, 0)
  return <Chart label={t('event.chart', { name, n: formatNumber(total) })} heightPixels={180} draw={draw} table={table} />
}
