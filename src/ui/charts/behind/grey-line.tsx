import { usePlot, withinAxis } from '../../plot/use-plot.ts'

interface GreyLineProps {
  readonly points: readonly { readonly epoch: number; readonly height: number | null }[]
  readonly dashed?: boolean
}

/** A background curve, up to the end of the axis; a dot if it has only one point. */
export function GreyLine({ points, dashed = false }: GreyLineProps) {
  const plot = usePlot()
  if (plot === null) return null
  const known = points.flatMap(({ epoch, height }) =>
    height === null || !withinAxis(plot, epoch) ? [] : [{ x: plot.x(epoch), y: plot.y(height) }],
  )
  if (known.length === 0) return null
  if (known.length === 1) {
    return <circle className="recorded-dot" cx={known[0].x} cy={known[0].y} r={2.75} />
  }
  const path = known.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
  return <path className={dashed ? 'recorded dash' : 'recorded'} d={`M${path.join('L')}`} />
}
