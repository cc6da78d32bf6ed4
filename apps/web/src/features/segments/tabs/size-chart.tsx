import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { SegmentHistory } from '@contract/segments/segments.contract.ts'
import { useWorkspace } from '../../../app/session.ts'
import type { ChartOption } from '../../../ui/chart-engine.ts'
import { Chart, type ChartColors } from '../../../ui/chart.tsx'
import { findDateFormat, formatCompact, formatNumber } from '../../../ui/format.ts'

/** A point is the end of its day, which is the first moment of the next one. */
function formatPoint(at: string, timezone: string): string {
  return findDateFormat('en-GB', { day: 'numeric', month: 'short', timeZone: timezone }).format(new Date(new Date(at).getTime() - 1))
}

/** The size as a line; below it who came in, upwards, and who left, downwards. */
export function SizeChart({ name, history: { points } }: { name: string; history: SegmentHistory }) {
  const { t } = useTranslation('segments')
  const { timezone } = useWorkspace()
  const labels = useMemo(() => points.map(({ at }) => formatPoint(at, timezone)), [points, timezone])
  const draw = useCallback(
    (colors: ChartColors): ChartOption => {
      // The same room for labels in both, so that a day lies above itself.
      const grid = { left: 44, right: 8, outerBoundsMode: 'none' as const }
      const valueAxis = {
        type: 'value' as const, splitNumber: 3, minInterval: 1,
        axisLabel: { color: colors.inkFaint, fontSize: 11, formatter: (value: number) => formatCompact(Math.abs(value)) },
        splitLine: { lineStyle: { color: colors.line } },
      }
      const dayAxis = { type: 'category' as const, data: labels, axisTick: { show: false }, axisLine: { lineStyle: { color: colors.line } } }
      const flow = { type: 'bar' as const, stack: 'flow', xAxisIndex: 1, yAxisIndex: 1, barMaxWidth: 16 }
      return {
        grid: [{ ...grid, top: 10, height: 150 }, { ...grid, top: 178, height: 72 }],
        tooltip: {
          trigger: 'axis', confine: true, backgroundColor: colors.raised, borderColor: colors.line, textStyle: { color: colors.ink, fontSize: 12 },
          valueFormatter: (value) => formatNumber(Math.abs(Number(value))),
        },
        xAxis: [
          { ...dayAxis, axisLabel: { show: false } },
          { ...dayAxis, gridIndex: 1, position: 'bottom', axisLine: { onZero: true, lineStyle: { color: colors.line } }, axisLabel: { color: colors.inkFaint, fontSize: 11, hideOverlap: true } },
        ],
        yAxis: [valueAxis, { ...valueAxis, gridIndex: 1, splitNumber: 2 }],
        series: [
          { type: 'line', name: t('history.size'), data: points.map(({ size }) => size), symbol: 'none', lineStyle: { color: colors.accent, width: 2 }, itemStyle: { color: colors.accent }, areaStyle: { color: colors.accent, opacity: 0.07 } },
          { ...flow, name: t('history.entered'), data: points.map(({ entered }) => entered), itemStyle: { color: colors.accent } },
          { ...flow, name: t('history.left'), data: points.map(({ left }) => -left), itemStyle: { color: colors.passive, opacity: 0.6 } },
        ],
      }
    },
    [points, labels, t],
  )
  const table = useMemo(
    () => ({ columns: [t('history.day'), t('history.size'), t('history.entered'), t('history.left')], rows: points.map((point, index) => [labels[index] ?? point.at, point.size, point.entered, point.left]) }),
    [points, labels, t],
  )
  const last = points.at(-1)?.size ?? 0
  return <Chart label={t('history.chart', { name, first: formatNumber(points[0]?.size ?? 0), last: formatNumber(last) })} heightPixels={276} draw={draw} table={table} />
}
