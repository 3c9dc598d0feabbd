import { useMemo } from 'react'
import type { RunLength } from '../../recipe/schedule.ts'
import type { FiledRun } from '../../runs/files/run-file.ts'
import { judged } from '../../runs/record/record.ts'
import { sameChoice } from '../../runs/setup.ts'
import { deviceWords } from '../device-words.ts'
import { percentFigure } from '../format.ts'
import { GOAL } from '../../runs/run.ts'
import { useLab } from '../lab-context.ts'
import { useShippedRuns } from '../shipped/use-shipped-runs.ts'
import { CHARTS } from './texts.ts'
import { isShort } from './time-axis-ticks.ts'

/** The curves of a run that comes with the page, shown until there is one of one's own. */
export interface Recorded {
  readonly points: readonly {
    readonly epoch: number
    readonly accuracy: number
    readonly trainLoss: number | null
    readonly testLoss: number | null
  }[]
  /** The last accuracy, in percent. */
  readonly result: string
  /** Which run, on what, by which commit. */
  readonly words: string
}

/** Epochs that a length may be off by rounding. */
const ROUNDING = 0.01

/**
 * The run to show before one of one's own on the full set: of the recipe that is set up if there is one, else the
 * first. None where it would not fit an axis of this length.
 */
export function useRecorded(length: RunLength): Recorded | null {
  const wanted = useLab(
    ({ run }) => run === null || (run.plan === null && run.request.dataset === 'full'),
  )
  const choice = useLab(({ setup }) => setup.choice)
  const runs = useShippedRuns(wanted)
  return useMemo(() => {
    const finished = runs.filter(
      ({ record }) => record.dataset === 'full' && record.ending.kind === 'done',
    )
    const run = finished.find(({ record }) => sameChoice(record.choice, choice)) ?? finished.at(0)
    const recorded = wanted && run !== undefined ? recordedOf(run) : null
    const end = recorded?.points.at(-1)?.epoch ?? Infinity
    return isShort(length) || end > length.epochs + ROUNDING ? null : recorded
  }, [wanted, runs, choice, length])
}

function recordedOf({ name, record }: FiledRun): Recorded | null {
  const { tests, stepsPerEpoch } = record
  const last = tests.at(-1)
  if (last === undefined) return null
  return {
    points: tests.map((test) => ({
      epoch: test.step / stepsPerEpoch,
      accuracy: judged(test),
      trainLoss: test.trainLoss,
      testLoss: test.testLoss,
    })),
    result: percentFigure(judged(last), GOAL),
    words: CHARTS.recorded.words(name, deviceWords(record), record.code),
  }
}
