import { useMemo } from 'react'
import type { RunLength } from '../../../recipe/schedule/schedule.ts'
import { useLab } from '../../context/lab-context.ts'
import { useRaced } from '../../race/raced.ts'
import { RACE } from '../../race/texts.ts'
import { type CurveBehind, curveOf, fits } from './curve-behind.ts'
import { isolated } from '../../../errors/isolated.ts'

/** The shared run that the visitor races, before, during and after a run on the same images; null if it doesn't fit. */
export function useRacedCurve(length: RunLength): CurveBehind | null {
  const raced = useRaced()
  const dataset = useLab(({ run }) => run?.request.dataset ?? null)
  return useMemo(() => {
    if (raced === null || (dataset !== null && dataset !== raced.record.dataset)) return null
    const name = isolated(raced.name)
    const words = dataset === null ? RACE.before(name) : RACE.during(name)
    const curve = curveOf(raced.record, { name: RACE.label, words })
    return curve !== null && fits(curve, length) ? curve : null
  }, [raced, dataset, length])
}
