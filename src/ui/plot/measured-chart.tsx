import type { ReactNode } from 'react'
import { Line, LineChart, useXAxisScale, useYAxisScale, XAxis, YAxis, usePlotArea } from 'recharts'
import { CURVE } from './curve.ts'
import type { PaneChartProps } from './pane-chart-props.ts'
import { PlotContext } from './use-plot.ts'

const UNIT_HEIGHT: [number, number] = [0, 1]

/** A chart with its lines: x in epochs, y as a share of the plot's height. */
export function MeasuredChart(props: PaneChartProps) {
  const { size, epochs, gutter, below = 0, data, lines, under, children } = props
  return (
    <LineChart
      width={size.width}
      height={size.height}
      data={data}
      margin={{ top: 0, left: 0, right: gutter, bottom: below }}
      accessibilityLayer={false}
    >
      <XAxis hide type="number" dataKey="epoch" domain={[0, epochs]} allowDataOverflow />
      <YAxis hide type="number" domain={UNIT_HEIGHT} allowDataOverflow />
      <PlotOfRecharts>{under}</PlotOfRecharts>
      {lines.map(({ key, look }) => (
        <Line {...CURVE} key={key} className={look} dataKey={key} connectNulls />
      ))}
      <PlotOfRecharts>{children}</PlotOfRecharts>
    </LineChart>
  )
}

/** Gives the contents of a Recharts chart its position and scales. */
export function PlotOfRecharts({ children }: { children: ReactNode }) {
  const area = usePlotArea()
  const xScale = useXAxisScale()
  const yScale = useYAxisScale()
  if (area === undefined || xScale === undefined || yScale === undefined) return null
  const plot = {
    left: area.x,
    right: area.x + area.width,
    top: area.y,
    bottom: area.y + area.height,
    x: (epoch: number) => xScale(epoch) ?? area.x,
    y: (height: number) => yScale(height) ?? area.y,
  }
  return <PlotContext value={plot}>{children}</PlotContext>
}
