import { CHARTS } from './texts.ts'
import { usePlot } from './use-plot.ts'

/** The ring at the first measured point at the goal, and when that was. */
export function Crossing({
  epoch,
  height,
  goal,
  time,
}: {
  epoch: number
  height: number
  goal: number
  time: string
}) {
  const plot = usePlot()
  if (plot === null) return null
  return (
    <g>
      <circle className="ring" cx={plot.x(epoch)} cy={plot.y(height)} r={5.5} />
      <text
        className="met halo"
        x={plot.x(epoch) - 14}
        y={Math.min(plot.y(goal), plot.y(height) + 10) - 10}
        textAnchor="end"
      >
        {CHARTS.accuracy.met(time)}
      </text>
    </g>
  )
}
