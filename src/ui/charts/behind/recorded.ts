import { useMemo } from 'react'
import type { RunLength } from '../../../recipe/schedule/schedule.ts'
import type { FiledRun } from '../../../runs/files/run-file.ts'
import { sameChoice } from '../../../runs/store/setup.ts'
import { deviceWords } from '../../words/device-words.ts'
import { isUnderWay, type Run } from '../../../runs/run.ts'
import { useLab } from '../../context/lab-context.ts'
import { useShippedRuns } from '../../shipped/use-shipped-runs.ts'
import { CHARTS } from '../texts.ts'
import { type CurveBehind, curveOf, fits } from './curve-behind.ts'

/** Until the visitor's first run on the full set has ended; a run without steps doesn't count. */
const isWanted = (run: Run | null): boolean =>
  run === null || (run.request.dataset === 'full' && (run.plan === null || isUnderWay(run)))

/**
 * The run that ships with the page, to show until the visitor has one on the full set: one of the same recipe, else the
 * first. None if it does not fit an axis of this length.
 */
export function useRecorded(length: RunLength): CurveBehind | null {
  const wanted = useLab(({ run }) => isWanted(run))
  const begun = useLab(({ run }) => run !== null && run.plan !== null)
  const choice = useLab(({ run, setup }) => run?.request.choice ?? setup.choice)
  const runs = useShippedRuns(wanted)
  return useMemo(() => {
    const finished = runs.filter(
      ({ record }) => record.dataset === 'full' && record.ending.kind === 'done',
    )
    const run = finished.find(({ record }) => sameChoice(record.choice, choice)) ?? finished.at(0)
    const recorded = wanted && run !== undefined ? recordedOf(run, begun) : null
    return recorded !== null && fits(recorded, length) ? recorded : null
  }, [wanted, begun, runs, choice, length])
}

function recordedOf({ name, record }: FiledRun, begun: boolean): CurveBehind | null {
  const words = CHARTS.recorded[begun ? 'during' : 'before']
  return curveOf(record, {
    name: CHARTS.recorded.name,
    words: words(name, deviceWords(record), record.code),
  })
}
