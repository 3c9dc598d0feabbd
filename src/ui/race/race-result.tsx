import { useStore } from 'zustand'
import type { RunEntry } from '../../runs/history/entry.ts'
import { accuracyOf } from '../../runs/record/record.ts'
import { GOAL, type Run } from '../../runs/run.ts'
import { repetitionOf } from '../../runs/share/repetition.ts'
import { useRunLibrary } from '../context/run-library-context.ts'
import { percentFigure } from '../words/format.ts'
import { formatMean } from '../compare/format.ts'
import { useSharedRuns } from './raced.ts'
import { raceWords } from './race-words.ts'
import { sharedSeeds } from './shared-seeds.ts'
import { RACE } from './texts.ts'

/** The result of a finished run against the raced one; `otherwise` if they can't be compared. */
export function RaceResult({
  run,
  raced,
  otherwise,
}: {
  run: Run
  raced: RunEntry
  otherwise: string
}) {
  const saved = useStore(useRunLibrary().latest)
  const group = sharedSeeds(useSharedRuns())
  const own = saved !== null && saved.run.plan === run.plan ? saved.entry.record : null
  const repetition = own === null ? null : repetitionOf(own, raced)
  const accuracy = accuracyOf(raced.record)
  if (repetition === null || accuracy === null) return otherwise
  const result = raceWords(repetition, percentFigure(accuracy, GOAL), raced.record.testImages)
  if (group === null) return result
  const { mean, deviation } = group.accuracy
  return `${result} ${RACE.seedsMean(group.seeds.length, formatMean(mean, deviation))}`
}
