import { CHARTS } from '../texts.ts'
import { usePlot } from '../../plot/use-plot.ts'

/** Wider than any window; the page clips the line. */
const FAR = 10_000

/** The line at 94%, from window edge to window edge. */
export function GoalLine({ height }: { height: number }) {
  const plot = usePlot()
  if (plot === null) return null
  const y = Math.round(plot.y(height)) + 0.5
  return (
    <g>
      <line className="goal" x1={-FAR} x2={FAR} y1={y} y2={y} />
      <text className="goal-name" x={plot.left} y={y - 8}>
        {CHARTS.accuracy.goal}
      </text>
    </g>
  )
}
