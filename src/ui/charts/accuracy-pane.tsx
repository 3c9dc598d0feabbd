import { memo, useMemo } from 'react'
import { crossingOf, GOAL, type EpochScores, type Run } from '../../runs/run.ts'
import type { RunLength } from '../../recipe/schedule.ts'
import { finalScore } from '../../trainer/events.ts'
import { formatTime, percentFigure } from '../format.ts'
import { useLab } from '../lab-context.ts'
import { useSize } from '../use-size.ts'
import { accuracyScale, halvingTop, type ScaleName } from './accuracy-scale.ts'
import { accuracySeries } from './accuracy-series.ts'
import { BaseLine } from './base-line.tsx'
import { Crossing } from './crossing.tsx'
import { CursorDots } from './cursor-dots.tsx'
import { DirectLabels, type SeriesEnd } from './direct-labels.tsx'
import { Dots } from './dots.tsx'
import { GoalLine } from './goal-line.tsx'
import { Gridlines } from './gridlines.tsx'
import { PaneChart } from './pane-chart.tsx'
import type { Recorded } from './recorded.ts'
import { RecordedLine } from './recorded-line.tsx'
import { Remark } from './remark.tsx'
import { ScalePick } from './scale-pick.tsx'
import { StepTrace } from './step-trace.tsx'
import { CHARTS } from './texts.ts'
import { isShort } from './time-axis-ticks.ts'
import { CursorKeys } from './cursor-keys.tsx'

const TEXT = CHARTS.accuracy

interface AccuracyPaneProps {
  readonly epochs: readonly EpochScores[]
  readonly length: RunLength
  readonly gutter: number
  readonly narrow: boolean
  /** Null before a run. */
  readonly dataset: Run['request']['dataset'] | null
  /** A run to show until there is one of one's own. */
  readonly recorded: Recorded | null
  readonly scaleName: ScaleName
  readonly onScale: (name: ScaleName) => void
}

export const AccuracyPane = memo(function AccuracyPane({
  epochs,
  length,
  gutter,
  narrow,
  dataset,
  recorded,
  scaleName,
  onScale,
}: AccuracyPaneProps) {
  const [ref, size] = useSize<HTMLDivElement>()
  const towardsGoal = dataset !== 'sample'
  const top = useLab(({ run }) => halvingTop(bestOf(run)))
  const scale = useMemo(() => accuracyScale(scaleName, top), [scaleName, top])
  const series = useMemo(() => accuracySeries(epochs, narrow), [epochs, narrow])
  const rows = useMemo(
    () =>
      epochs.map(({ epoch, test }) => ({
        epoch,
        ...Object.fromEntries(
          series.map(({ key }) => [key, scale.height(test[key]?.accuracy ?? Number.NaN)]),
        ),
      })),
    [epochs, series, scale],
  )
  const ends = useMemo(
    () =>
      series.map(({ key, name }): SeriesEnd => ({
        name,
        points: epochs.map(({ epoch, test }) => ({
          epoch,
          height: scale.height(test[key]?.accuracy ?? 0),
        })),
        values: epochs.map(({ test }) => percentFigure(test[key]?.accuracy ?? 0, GOAL)),
      })),
    [epochs, series, scale],
  )
  const shown = useMemo(
    () => (recorded === null ? null : recordedEnd(recorded, scale.height)),
    [recorded, scale],
  )
  const crossing = useLab(({ run }) => (run === null ? null : crossingOf(run)))
  const crossed = crossing === null ? null : scale.height(finalScore(crossing.test).accuracy)
  // A curve of one point would not be seen.
  const lone = epochs.length === 1 ? 1 : 0
  return (
    <figure className="pane accuracy">
      <figcaption>
        <b>{TEXT.name}</b>
        <span className="second meaning">{meaningOf(recorded, dataset, length)}</span>
        <ScalePick chosen={scaleName} onChoose={onScale} />
      </figcaption>
      <CursorKeys epochs={epochs} series={ends}>
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
                  {shown !== null && <RecordedLine points={shown.points} />}
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
                <Dots key={name} points={i === 0 ? points : points.slice(0, lone)} hollow={i > 0} />
              ))}
              <CursorDots series={ends} />
              <DirectLabels
                series={shown === null ? ends : [shown]}
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
      </CursorKeys>
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

function meaningOf(
  recorded: Recorded | null,
  dataset: AccuracyPaneProps['dataset'],
  length: RunLength,
): string {
  if (recorded !== null) return recorded.words
  if (dataset === null) return TEXT.before
  return isShort(length) ? TEXT.meaningShort : TEXT.meaning
}

const recordedEnd = (
  { points, result }: Recorded,
  height: (share: number) => number,
): SeriesEnd => ({
  name: CHARTS.recorded.name,
  points: points.map(({ epoch, accuracy }) => ({ epoch, height: height(accuracy) })),
  values: points.map(() => result),
})

/** The best share that a pane has to show: the goal, what was measured, and on the sample every step too. */
function bestOf(run: Run | null): number {
  const tests = run?.epochs.map(({ test }) => finalScore(test).accuracy) ?? []
  if (run === null || run.request.dataset === 'full') return Math.max(GOAL, ...tests)
  return Math.max(0, ...tests, ...run.series.points.map(({ accuracy }) => accuracy))
}
