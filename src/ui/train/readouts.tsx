import { type ReactNode, useState } from 'react'
import { measurePace, timeLeft } from '../../runs/pace.ts'
import { epochsDone, GOAL, type Run } from '../../runs/run.ts'
import type { RunPlan } from '../../trainer/events.ts'
import { finalScore } from '../../trainer/events.ts'
import { isShort } from '../charts/time-axis-ticks.ts'
import {
  type ClockScale,
  clockScale,
  formatCount,
  inline,
  percentFigure,
  readClock,
} from '../format.ts'
import { epochWords } from './epoch-words.ts'
import { Numeral } from './numeral.tsx'
import { STRIP } from './texts.ts'

const TEXT = STRIP.readouts

/** The four figures of a run under way. */
export function Readouts({ run }: { run: Run }) {
  return (
    <dl className="readouts" data-waiting={run.plan === null}>
      <AccuracyReadout run={run} />
      <EpochReadout run={run} />
      <Clocks run={run} />
    </dl>
  )
}

function Readout({
  name,
  figure,
  children,
}: {
  name: string
  figure: ReactNode
  children: ReactNode
}) {
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

function AccuracyReadout({ run }: { run: Run }) {
  const { plan } = run
  const last = run.epochs.at(-1)
  if (plan === null || last === undefined) {
    return (
      <Readout name={TEXT.accuracy} figure={<Numeral value="" widest="00.0" unit="%" />}>
        {plan !== null && plan.length.epochs <= 1 ? TEXT.testAtEnd : TEXT.firstTest('1')}
      </Readout>
    )
  }
  const { accuracy } = finalScore(last.test)
  const figure = percentFigure(accuracy, GOAL)
  return (
    <Readout
      name={TEXT.accuracyAfter(epochWords(last.epoch, plan.length))}
      figure={<Numeral value={figure} widest="88.8" unit="%" />}
    >
      {run.request.dataset === 'full' ? (
        <Distance accuracy={accuracy} images={plan.testImages} />
      ) : (
        <>
          <b>{formatCount(Math.round(accuracy * plan.testImages))}</b> {TEXT.right(plan.testImages)}
        </>
      )}
    </Readout>
  )
}

function Distance({ accuracy, images }: { accuracy: number; images: number }) {
  const short = Math.ceil(GOAL * images) - Math.round(accuracy * images)
  return (
    <>
      <b>{formatCount(Math.abs(short))}</b> {short > 0 ? TEXT.short : TEXT.above}
    </>
  )
}

function EpochReadout({ run }: { run: Run }) {
  const { plan } = run
  if (plan === null) {
    return (
      <Readout name={TEXT.epoch} figure={<Numeral value="0.0" />}>
        {TEXT.step.toLowerCase()} <b>0</b>
      </Readout>
    )
  }
  const { length } = plan
  if (isShort(length)) {
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
  const epochs = epochWords(length.epochs, length)
  return (
    <Readout
      name={TEXT.epoch}
      figure={
        <Numeral
          value={epochsDone(run).toFixed(1)}
          widest={length.epochs.toFixed(1)}
          aside={<small>{TEXT.of(epochs)}</small>}
        />
      }
    >
      {TEXT.step.toLowerCase()} <b>{formatCount(run.steps)}</b> {TEXT.stepOf(length.steps)}
    </Readout>
  )
}

const SCALES: readonly ClockScale[] = ['tenths', 'seconds', 'minutes', 'hours']

/** Elapsed and left share a scale that only ever grows coarser, so that no unit changes to and fro. */
function Clocks({ run }: { run: Run }) {
  const [scale, setScale] = useState<ClockScale>('tenths')
  const left = leftOf(run)
  const total = run.trainSeconds + (left?.seconds ?? 0)
  const wanted = clockScale(total)
  if (SCALES.indexOf(wanted) > SCALES.indexOf(scale)) setScale(wanted)
  const elapsed = readClock(run.trainSeconds, scale)
  return (
    <>
      <Readout
        name={TEXT.elapsed}
        figure={
          <Numeral
            value={elapsed.value}
            widest={widestOf(scale, elapsed.value)}
            unit={elapsed.unit}
          />
        }
      >
        <b>{formatCount(imagesPerSecond(run))}</b> {TEXT.rate}
      </Readout>
      <LeftReadout left={left} total={total} scale={scale} />
    </>
  )
}

const widestOf = (scale: ClockScale, value: string): string =>
  scale === 'tenths' ? '88.8' : scale === 'seconds' ? '888' : value

function LeftReadout({
  left,
  total,
  scale,
}: {
  left: { seconds: number; plusMinus: number } | null
  total: number
  scale: ClockScale
}) {
  const whole = scale === 'tenths' ? 'seconds' : scale
  if (left === null) {
    return (
      <Readout name={TEXT.left} figure={<Numeral value="" widest="88" />}>
        {TEXT.nothingYet}
      </Readout>
    )
  }
  const reading = readClock(left.seconds, whole)
  const least = scale === 'hours' ? 0.01 : scale === 'minutes' ? 0.1 : 1
  const spread = Math.max(least, Number(readClock(left.plusMinus, whole).value))
  return (
    <Readout
      name={TEXT.left}
      figure={
        <Numeral
          value={reading.value}
          widest={scale === 'tenths' ? '88' : scale === 'seconds' ? '888' : ''}
          unit={reading.unit}
          aside={<small>{`±\u00a0${spread}`}</small>}
        />
      }
    >
      <b>{inline(readClock(total, whole))}</b> {TEXT.inAll}
    </Readout>
  )
}

function leftOf(run: Run): { seconds: number; plusMinus: number } | null {
  const pace = measurePace(run.marks)
  if (pace === null || run.plan === null) return null
  return timeLeft(pace, run.plan.length.steps - run.steps)
}

function imagesPerSecond({ marks, plan }: { marks: Run['marks']; plan: RunPlan | null }): number {
  const pace = measurePace(marks)
  return pace === null || plan === null ? 0 : plan.batchSize / pace.secondsPerStep
}
