import { usePlot } from './use-plot.ts'

interface RecordedLineProps {
  readonly points: readonly { readonly epoch: number; readonly height: number | null }[]
  readonly dashed?: boolean
}

/** A curve of a recorded run, as far as it lies on the axis. */
export function RecordedLine({ points, dashed = false }: RecordedLineProps) {
  const plot = usePlot()
  if (plot === null) return null
  const path = points
    .filter(({ epoch }) => plot.x(epoch) <= plot.right + 1)
    .flatMap(({ epoch, height }) =>
      height === null ? [] : [`${plot.x(epoch).toFixed(1)},${plot.y(height).toFixed(1)}`],
    )
  if (path.length === 0) return null
  return <path className={dashed ? 'recorded dash' : 'recorded'} d={`M${path.join('L')}`} />
}
