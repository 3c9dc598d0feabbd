import { type ReactNode, useMemo, useState } from 'react'
import type { RunLength } from '../../recipe/schedule/schedule.ts'
import { outlookOf } from '../../runs/live/outlook.ts'
import { measurePace, timeLeft } from '../../runs/live/pace.ts'
import { imagesPerSecond, runShareOfPeak } from '../../runs/live/reached.ts'
import { epochsDone, GOAL, type Run } from '../../runs/run.ts'
import { estimateOf } from '../../runs/store/lab-state.ts'
import { finalScore } from '../../trainer/events.ts'
import { isShort } from '../charts/pane/time-axis-ticks.ts'
import {
  type ClockScale,
  clockScale,
  formatCount,
  inline,
  percentFigure,
  readClock,
} from '../words/format.ts'
import { useLab } from '../context/lab-context.ts'
import { epochWords } from './epoch-words.ts'
import { Numeral } from './numeral.tsx'
import { RUN } from './run-texts.ts'

const TEXT = RUN.readouts

/** The four figures of a run in progress. */
export function Readouts({ run }: { run: Run }) {
  const { request, plan } = run
  const length = useMemo(
    () => plan?.length ?? outlookOf(request.choice, request.dataset).length,
    [plan, request],
  )
  return (
    <dl className="readouts" data-waiting={plan === null}>
      <AccuracyReadout run={run} length={length} />
      {isShort(length) ? (
        <StepReadout run={run} length={length} />
      ) : (
        <EpochReadout run={run} length={length} />
      )}
      <Clocks run={run} length={length} />
    </dl>
  )
}

interface ReadoutProps {
  readonly name: string
  readonly figure: ReactNode
  /** The caption below. */
  readonly children: ReactNode
}

function Readout({ name, figure, children }: ReadoutProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {figure}
        <div className="caption">{children}</div>
      </dd>
    </div>
  )
}

interface RunFigures {
  readonly run: Run
  readonly length: RunLength
}

function AccuracyReadout({ run, length }: RunFigures) {
  const { plan } = run
  const last = run.epochs.at(-1)
  if (plan === null || last === undefined) {
    return (
      <Readout
        name={TEXT.accuracy}
        figure={<Numeral value="" emptyWords={TEXT.untested} widest="88.8" unit="%" />}
      >
        {length.epochs <= 1 ? TEXT.testAtEnd : TEXT.firstTest('1')}
      </Readout>
    )
  }
  const { accuracy } = finalScore(last.test)
  const right = Math.round(accuracy * plan.testImages)
  const short = Math.ceil(GOAL * plan.testImages) - right
  return (
    <Readout
      name={TEXT.accuracyAfter(epochWords(last.epoch, length))}
      figure={<Numeral value={percentFigure(accuracy, GOAL)} widest="88.8" unit="%" />}
    >
      {run.request.dataset === 'full' ? (
        <>
          <b>{formatCount(Math.abs(short))}</b> {short > 0 ? TEXT.short : TEXT.above}
        </>
      ) : (
        <>
          <b>{formatCount(right)}</b> {TEXT.correct(plan.testImages)}
        </>
      )}
    </Readout>
  )
}

function EpochReadout({ run, length }: RunFigures) {
  return (
    <Readout
      name={TEXT.epoch}
      figure={
        <Numeral
          value={epochsDone(run).toFixed(1)}
          widest={length.epochs.toFixed(1)}
          aside={<small>{TEXT.of(epochWords(length.epochs, length))}</small>}
        />
      }
    >
      {TEXT.step.toLowerCase()} <b>{formatCount(run.steps)}</b> {TEXT.stepOf(length.steps)}
    </Readout>
  )
}

/** For runs that are too short to count in epochs. */
function StepReadout({ run, length }: RunFigures) {
  const steps = formatCount(length.steps)
  return (
    <Readout
      name={TEXT.step}
      figure={
        <Numeral
          value={formatCount(run.steps)}
          widest={steps}
          aside={<small>{TEXT.of(steps)}</small>}
        />
      }
    >
      <b>{epochsDone(run).toFixed(2)}</b> {TEXT.epochOf(epochWords(length.epochs, length))}
    </Readout>
  )
}

/** Before this share of the steps, the pace says little about the rest. */
const LEAST_SHARE_DONE = 0.1

const SCALES: readonly ClockScale[] = ['tenths', 'seconds', 'minutes', 'hours', 'days']

/** Time elapsed and time left share a scale that only gets coarser, so that units never switch back and forth. */
function Clocks({ run, length }: RunFigures) {
  const [scale, setScale] = useState<ClockScale>('tenths')
  const pace = measurePace(run.marks)
  const expected = useLab((state) => {
    const estimate = estimateOf(state, run.request.choice)
    return run.request.dataset === 'full' ? estimate?.seconds : estimate?.sampleSeconds
  })
  const peak = useLab((state) => state.peak)
  const share = runShareOfPeak(run, peak)
  const isEarly = run.steps < LEAST_SHARE_DONE * length.steps
  const left = pace === null || isEarly ? null : timeLeft(pace, length.steps - run.steps)
  const total = left === null ? (expected ?? 0) : run.trainSeconds + left.seconds
  const wanted = clockScale(total)
  if (SCALES.indexOf(wanted) > SCALES.indexOf(scale)) setScale(wanted)
  const elapsed = readClock(run.trainSeconds, scale)
  return (
    <>
      <Readout
        name={TEXT.elapsed}
        figure={<Numeral {...elapsed} widest={WIDEST[scale]} smallUnit={isLong(scale)} />}
      >
        <b>{formatCount(imagesPerSecond(run))}</b> {TEXT.rate}
        {share !== null && `, ${TEXT.ofPeak(share)}`}
      </Readout>
      <LeftReadout left={left} total={total} scale={scale === 'tenths' ? 'seconds' : scale} />
    </>
  )
}

/** The widest usual value of each scale. */
const WIDEST: Readonly<Record<ClockScale, string>> = {
  tenths: '88.8',
  seconds: '888',
  minutes: '88.8',
  hours: '8.88',
  days: '8.88',
}

/** Whether a scale's unit takes more room than a letter. */
const isLong = (scale: ClockScale): boolean => scale === 'minutes' || scale === 'days'

const LEAST_SPREAD: Readonly<Record<ClockScale, number>> = {
  tenths: 1,
  seconds: 1,
  minutes: 0.1,
  hours: 0.01,
  days: 0.01,
}

interface LeftReadoutProps {
  /** Null until it is known. */
  readonly left: { readonly seconds: number; readonly plusMinus: number } | null
  /** Seconds of the whole run; 0 if not known yet. */
  readonly total: number
  readonly scale: ClockScale
}

function LeftReadout({ left, total, scale }: LeftReadoutProps) {
  const widest = total < 100 ? '88' : WIDEST[scale]
  if (left === null) {
    const figure =
      total === 0 ? (
        <Numeral value="" widest={widest} />
      ) : (
        <Numeral {...readClock(total, scale)} widest={widest} smallUnit={isLong(scale)} />
      )
    return (
      <Readout name={TEXT.left} figure={figure}>
        {total === 0 ? TEXT.nothingYet : TEXT.fromTest}
      </Readout>
    )
  }
  // Three digits and a unit leave no room for the spread.
  const roomy = total < 100
  const spread = Math.max(LEAST_SPREAD[scale], Number(readClock(left.plusMinus, scale).value))
  return (
    <Readout
      name={TEXT.left}
      figure={
        <Numeral
          {...readClock(left.seconds, scale)}
          widest={widest}
          smallUnit={isLong(scale)}
          aside={roomy && <small>{`±\u00a0${spread}`}</small>}
        />
      }
    >
      <b>{inline(readClock(total, scale))}</b> {TEXT.inTotal}
      {!roomy && `, ±\u00a0${spread}`}
    </Readout>
  )
}
