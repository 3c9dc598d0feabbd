import { type EndLabel, EndLabels } from '../../../plot/end-labels.tsx'
import { usePlot } from '../../../plot/use-plot.ts'
import { useCrosshair } from './crosshair.ts'
import { curveNames } from './curve-names.ts'
import { labelled, type Series, valueAtX } from '../curves/series.ts'
import type { LabelValue } from '../../view.ts'
import type { XScale } from '../curves/x-scale.ts'

/** Most labels that have room; the list has all names. */
const MOST_LABELS = 8

interface CurveLabelsProps {
  readonly series: readonly Series[]
  readonly x: XScale
  readonly height: (value: number) => number
  readonly words: (value: number) => string
  readonly goal: number | null
  readonly label: LabelValue
  readonly better: 'higher' | 'lower'
  readonly narrow: boolean
}

/** Every run's name and value right of the plot; while the crosshair is shown, the value under it. */
export function CurveLabels(props: CurveLabelsProps) {
  const { series, x, height, words, goal, label, better, narrow } = props
  const plot = usePlot()
  const cursor = useCrosshair()
  const drawn = series.filter(({ points }) => points.length > 0).slice(0, MOST_LABELS)
  if (plot === null || drawn.length === 0) return null
  const names = curveNames(drawn, narrow)
  const labels = drawn.map((each, i): EndLabel => {
    const end = each.points[each.points.length - 1]
    const value =
      cursor === null ? labelled(each, label, better) : (valueAtX(each, cursor)?.value ?? null)
    return {
      id: each.id,
      name: names[i],
      value: value === null ? '–' : words(value),
      tone: each.tone,
      x: plot.x(x.share(end.x)),
      y: plot.y(height(end.drawn)),
    }
  })
  return <EndLabels labels={labels} avoid={goal === null ? null : plot.y(height(goal))} clear={2} />
}
