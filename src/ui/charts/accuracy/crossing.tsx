import { CHARTS } from '../texts.ts'
import { usePlot } from '../../plot/use-plot.ts'

/** The ring at the first test that reaches the goal, and its time. */
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
        {CHARTS.accuracy.reached(time)}
      </text>
    </g>
  )
}
