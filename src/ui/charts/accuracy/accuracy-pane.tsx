import { memo, useMemo } from 'react'
import { crossingOf, GOAL, type EpochScores, type Run } from '../../../runs/run.ts'
import type { RunLength } from '../../../recipe/schedule/schedule.ts'
import { finalScore, type SplitScore } from '../../../trainer/events.ts'
import { formatTime, percentFigure } from '../../words/format.ts'
import { useLab } from '../../context/lab-context.ts'
import { useSize } from '../../controls/use-size.ts'
import { accuracyScale, halvingTop, type ScaleName } from './accuracy-scale.ts'
import { accuracySeries } from './accuracy-series.ts'
import { BaseLine } from '../../plot/base-line.tsx'
import { Crossing } from './crossing.tsx'
import { CursorDots } from '../pane/cursor-dots.tsx'
import { DirectLabels, type SeriesEnd } from '../pane/direct-labels.tsx'
import { Dots } from '../pane/dots.tsx'
import { GoalLine } from './goal-line.tsx'
import { Gridlines } from '../../plot/gridlines.tsx'
import { PaneChart } from '../../plot/pane-chart.tsx'
import type { CurveBehind } from '../behind/curve-behind.ts'
import { GreyLine } from '../behind/grey-line.tsx'
import { ScalePick } from './scale-pick.tsx'
import { StepTrace } from '../loss/step-trace.tsx'
import { CHARTS } from '../texts.ts'
import { isShort } from '../pane/time-axis-ticks.ts'
import { RunCrosshair } from '../pane/run-crosshair.tsx'
import { usePlot } from '../../plot/use-plot.ts'

const TEXT = CHARTS.accuracy

interface AccuracyPaneProps {
  readonly epochs: readonly EpochScores[]
  readonly length: RunLength
  readonly gutter: number
  readonly narrow: boolean
  /** Null before a run. */
  readonly dataset: Run['request']['dataset'] | null
  readonly behind: CurveBehind | null
  readonly scaleName: ScaleName
  readonly onScale: (name: ScaleName) => void
}

export const AccuracyPane = memo(function AccuracyPane({
  epochs,
  length,
  gutter,
  narrow,
  dataset,
  behind,
  scaleName,
  onScale,
}: AccuracyPaneProps) {
  const [ref, size] = useSize<HTMLDivElement>()
  const towardsGoal = (dataset ?? behind?.dataset) !== 'sample'
  const best = useLab(({ run }) => bestOf(run, towardsGoal))
  const top = halvingTop(Math.max(best, ...(behind?.points ?? []).map(({ accuracy }) => accuracy)))
  const scale = useMemo(() => accuracyScale(scaleName, top), [scaleName, top])
  const series = useMemo(() => accuracySeries(epochs, narrow), [epochs, narrow])
  const rows = useMemo(
    () =>
      epochs.map(({ epoch, test }) => ({
        epoch,
        ...Object.fromEntries(series.map(({ key }) => [key, heightOf(test[key], scale.height)])),
      })),
    [epochs, series, scale],
  )
  const ends = useMemo(
    () =>
      series.map(({ key, name }): SeriesEnd => ({
        name,
        points: epochs.map(({ epoch, test }) => ({
          epoch,
          height: heightOf(test[key], scale.height),
        })),
        values: epochs.map(({ test }) => figureOf(test[key])),
      })),
    [epochs, series, scale],
  )
  const shown = useMemo(
    () => (behind === null ? null : endOf(behind, scale.height)),
    [behind, scale],
  )
  const crossing = useLab(({ run }) => (run === null ? null : crossingOf(run)))
  const crossed = crossing === null ? null : scale.height(finalScore(crossing.test).accuracy)
  return (
    <figure className="pane accuracy">
      <figcaption>
        <b>{TEXT.name}</b>
        <span className="second meaning">{meaningOf(behind, dataset, length)}</span>
        <ScalePick chosen={scaleName} onChoose={onScale} />
      </figcaption>
      <RunCrosshair epochs={epochs} series={ends}>
        <div className="plot" ref={ref}>
          {size !== null && (
            <PaneChart
              size={size}
              epochs={length.epochs}
              gutter={gutter}
              data={rows}
              lines={series.toReversed()}
              under={
                <>
                  <Gridlines
                    lines={scale.lines.map((line) => ({
                      height: scale.height(line),
                      name: `${100 * line}%`,
                    }))}
                  />
                  <BaseLine guessing={scale.height(scale.guessing)} name={TEXT.guessing} />
                  {towardsGoal && <GoalLine height={scale.height(GOAL)} />}
                  {shown !== null && <GreyLine points={shown.points} />}
                  {dataset === null && shown === null && (
                    <Remark height={scale.height(0.64)}>
                      {narrow ? TEXT.emptyNarrow : isShort(length) ? TEXT.emptyShort : TEXT.empty}
                    </Remark>
                  )}
                  <StepTrace heightOf={({ accuracy }) => scale.height(accuracy)} />
                </>
              }
            >
              {ends.map(({ name, points }, i) => (
                <Dots key={name} points={i === 0 ? points : lonePoint(points)} hollow={i > 0} />
              ))}
              <CursorDots series={ends} />
              <DirectLabels
                series={shown === null ? ends : [...ends, shown]}
                avoid={towardsGoal ? scale.height(GOAL) : null}
              />
              {crossing !== null && crossed !== null && (
                <Crossing
                  epoch={crossing.epoch}
                  height={crossed}
                  goal={scale.height(GOAL)}
                  time={formatTime(crossing.trainSeconds)}
                />
              )}
            </PaneChart>
          )}
        </div>
      </RunCrosshair>
      {size !== null && crossing !== null && crossed !== null && (
        <div
          className="hairline met"
          style={{
            left: Math.round((crossing.epoch / length.epochs) * (size.width - gutter)),
            top: `calc(var(--pane-head) + ${Math.round((1 - crossed) * size.height) + 6}px)`,
          }}
        />
      )}
    </figure>
  )
})

const heightOf = (score: SplitScore | null, height: (share: number) => number): number | null =>
  score === null ? null : height(score.accuracy)

const figureOf = (score: SplitScore | null): string | null =>
  score === null ? null : percentFigure(score.accuracy, GOAL)

/** The point of a curve with only one, which has no line. */
function lonePoint(points: SeriesEnd['points']): SeriesEnd['points'] {
  const measured = points.filter(({ height }) => height !== null)
  return measured.length === 1 ? measured : []
}

function meaningOf(
  behind: CurveBehind | null,
  dataset: AccuracyPaneProps['dataset'],
  length: RunLength,
): string {
  if (behind !== null) return behind.words
  if (dataset === null) return TEXT.before
  return isShort(length) ? TEXT.meaningShort : TEXT.meaning
}

const endOf = (
  { name, points, result }: CurveBehind,
  height: (share: number) => number,
): SeriesEnd => ({
  name,
  behind: true,
  points: points.map(({ epoch, accuracy }) => ({ epoch, height: height(accuracy) })),
  values: points.map(() => result),
})

/** The highest accuracy the pane must show of a run: the goal, all tests, and on the sample every step too. */
function bestOf(run: Run | null, towardsGoal: boolean): number {
  const tests = run?.epochs.map(({ test }) => finalScore(test).accuracy) ?? []
  if (towardsGoal) return Math.max(GOAL, ...tests)
  return Math.max(0, ...tests, ...(run?.series.points ?? []).map(({ accuracy }) => accuracy))
}

/** A sentence in an empty plot. */
function Remark({ height, children }: { height: number; children: string }) {
  const plot = usePlot()
  if (plot === null) return null
  return (
    <text
      className="remark halo"
      x={(plot.left + plot.right) / 2}
      y={plot.y(height)}
      textAnchor="middle"
    >
      {children}
    </text>
  )
}
