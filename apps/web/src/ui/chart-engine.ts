// The only file that imports the drawing library, so that it is loaded with the first chart.
import { BarChart, LineChart, type BarSeriesOption, type LineSeriesOption } from 'echarts/charts'
import { GridComponent, TooltipComponent, type GridComponentOption, type TooltipComponentOption } from 'echarts/components'
import { init, use, type ComposeOption } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([LineChart, BarChart, GridComponent, TooltipComponent, SVGRenderer])

export type ChartOption = ComposeOption<LineSeriesOption | BarSeriesOption | GridComponentOption | TooltipComponentOption>
export interface ChartView {
  setOption: (option: ChartOption, isWhole: boolean) => void
  resize: () => void
  dispose: () => void
}

export function openChart(element: HTMLElement): ChartView {
  const chart = init(element, null, { renderer: 'svg' })
  return {
    setOption: (option, isWhole) => chart.setOption({ textStyle: { fontFamily: getComputedStyle(element).fontFamily }, animation: false, ...option }, isWhole),
    resize: () => chart.resize(),
    dispose: () => chart.dispose(),
  }
}
