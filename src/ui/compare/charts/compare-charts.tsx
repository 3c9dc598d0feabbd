import { ImageDown } from 'lucide-react'
import { type PointerEvent, useMemo, useState } from 'react'
import type { Row } from '../../../runs/history/rows.ts'
import { GOAL } from '../../../runs/run.ts'
import './compare-charts.css'
import '../../charts/charts.css'
import { accuracyScale, halvingTop, type ScaleName } from '../../charts/accuracy/accuracy-scale.ts'
import { lossFloor, lossScale } from '../../charts/loss/loss-scale.ts'
import { ScalePick } from '../../charts/accuracy/scale-pick.tsx'
import { formatSmall, percentFigure } from '../../words/format.ts'
import { remember, remembered } from '../../controls/remembered.ts'
import { useSize } from '../../controls/use-size.ts'
import { ChartOptions } from './chart-options.tsx'
import { createCrosshair, CrosshairContext } from './pane/crosshair.ts'
import { comparableLosses } from './curves/comparable-losses.ts'
import { CrosshairLine } from './pane/runs-crosshair.tsx'
import { type Curve, measuredAt } from './curves/curves.ts'
import { lossShown } from './curves/loss-shown.ts'
import { NumbersTable } from './numbers-table.tsx'
import { Pane } from './pane/pane.tsx'
import { Pick } from '../../controls/pick.tsx'
import { saveCurves } from '../../picture/save-curves.ts'
import { lossName, testSeries } from './curves/series.ts'
import { nameWithSeeds } from '../run-words.ts'
import { COMPARE } from '../texts.ts'
import { useStepSeries } from './curves/use-step-series.ts'
import { LOSSES, setView, useView } from '../view.ts'
import { xScale } from './curves/x-scale.ts'
import { attempt } from '../../controls/attempt.ts'

const TEXT = COMPARE.charts

const SCALES: readonly ScaleName[] = ['halving', 'even']
const SCALE_NAME = 'lab94.accuracy-scale'

/** Below this width names are shorter and ticks are fewer. */
const NARROW = 600
const GUTTER = { wide: 168, narrow: 112 }

/** The curves of all runs: accuracy and loss on one horizontal axis, with one crosshair. */
export function CompareCharts({
  rows,
  curves,
}: {
  rows: readonly Row[]
  curves: readonly Curve[]
}) {
  const view = useView()
  const [ref, size] = useSize<HTMLDivElement>()
  const [crosshair] = useState(createCrosshair)
  const [scaleName, setScaleName] = useState(() => remembered(SCALE_NAME, SCALES, 'halving'))
  const width = size?.width ?? 0
  const narrow = width < NARROW
  const gutter = narrow ? GUTTER.narrow : GUTTER.wide
  const x = useMemo(() => xScale(curves, view.x, view.logX), [curves, view.x, view.logX])
  const measured = useMemo(() => measuredAt(curves, view.x), [curves, view.x])
  const steps = useMemo(() => ({ measured, axis: view.x }), [measured, view.x])
  const towardsGoal = rows.some(({ entries: [{ record }] }) => record.dataset === 'full')
  const accuracy = useMemo(
    () => testSeries(curves, (point) => point.accuracy, view),
    [curves, view],
  )
  const testLoss = useMemo(
    () => testSeries(curves, (point) => point.testLoss, view),
    [curves, view],
  )
  const lossOf = lossShown(view.lossOf, curves)
  const stepLoss = useStepSeries(rows, curves, view, lossOf === 'train')
  const comparable = useMemo(() => comparableLosses(curves, lossOf), [curves, lossOf])
  const loss = (lossOf === 'test' ? testLoss : stepLoss).filter(({ id }) =>
    comparable.drawn.some((curve) => curve.id === id),
  )
  const lossMeaning = TEXT.lossMeaning(lossOf, comparable.smoothing)
  const best = Math.max(
    towardsGoal ? GOAL : 0,
    ...accuracy.flatMap(({ points }) => points.map(({ high }) => high)),
  )
  const heights = accuracyScale(scaleName, halvingTop(best))
  const lowest = Math.min(...loss.flatMap(({ points }) => points.map(({ low }) => low)))
  const losses = lossScale(lossFloor(lowest, Infinity))
  const point = ({ currentTarget, clientX }: PointerEvent) => {
    const share = (clientX - currentTarget.getBoundingClientRect().left) / (width - gutter)
    const inside = share >= 0 && share <= 1.02
    crosshair.setState({ x: inside ? nearest(measured, x.share, share) : null })
  }
  const chooseScale = (name: ScaleName) => {
    remember(SCALE_NAME, name)
    setScaleName(name)
  }
  const panes = { curves, x, width, gutter, narrow }
  return (
    <CrosshairContext value={crosshair}>
      <section className="curves" aria-label={TEXT.label}>
        <div
          className="panes"
          ref={ref}
          onPointerMove={point}
          onPointerLeave={() => crosshair.setState({ x: null })}
        >
          <Pane
            {...panes}
            name={TEXT.accuracy}
            meaning={TEXT.accuracyMeaning}
            className="accuracy"
            tools={<ScalePick chosen={scaleName} onChoose={chooseScale} />}
            series={accuracy}
            height={heights.height}
            lines={heights.lines.map((line) => ({ at: line, name: `${100 * line}%` }))}
            guessing={heights.guessing}
            goal={towardsGoal ? GOAL : null}
            words={(value) => percentFigure(value, GOAL)}
            label={view.label}
            better="higher"
            crosshair={steps}
          />
          <Pane
            {...panes}
            name={TEXT.loss}
            meaning={lossMeaning}
            className="loss"
            tools={
              <Pick
                label={TEXT.lossLabel}
                name="loss"
                offered={LOSSES}
                names={TEXT.losses}
                chosen={lossOf}
                onChoose={(chosen) => setView({ lossOf: chosen })}
              />
            }
            series={loss}
            height={losses.height}
            lines={losses.lines.map((line) => ({ at: line, name: lossName(line) }))}
            words={formatSmall}
            label={view.label}
            better="lower"
            axis
          />
          <CrosshairLine width={width - gutter} share={x.share} />
        </div>
        <div className="chart-foot">
          <Notes
            curves={curves}
            otherLosses={comparable.others.map(({ name, seeds }) => nameWithSeeds(name, seeds))}
          />
          <ChartOptions />
          <div className="chart-buttons">
            <button
              type="button"
              className="button small"
              onClick={() =>
                attempt(() =>
                  saveCurves({
                    accuracy,
                    loss,
                    lossMeaning,
                    x,
                    heights,
                    losses,
                    view,
                    towardsGoal,
                  }),
                )
              }
            >
              <ImageDown strokeWidth={1.5} aria-hidden />
              {TEXT.save}
            </button>
          </div>
          <NumbersTable curves={curves} />
        </div>
      </section>
    </CrosshairContext>
  )
}

function Notes({
  curves,
  otherLosses,
}: {
  curves: readonly Curve[]
  otherLosses: readonly string[]
}) {
  const { label, smoothing } = useView()
  const notes = [
    label === 'last' ? TEXT.note : TEXT.noteOf[label],
    curves.some(({ seeds }) => seeds > 1) ? TEXT.band : '',
    smoothing > 0 ? TEXT.smoothed : '',
    otherLosses.length > 0 ? TEXT.otherLosses(otherLosses) : '',
  ]
  return <p className="caption">{notes.join(' ')}</p>
}

/** The measured point nearest to `share` of the plot's width; null if none. */
const nearest = (
  measured: readonly number[],
  position: (x: number) => number,
  share: number,
): number | null =>
  measured.reduce<number | null>(
    (best, x) =>
      best === null || Math.abs(position(x) - share) < Math.abs(position(best) - share) ? x : best,
    null,
  )
