import { useEffect, useMemo, useState } from 'react'
import type { Row } from '../../../../runs/history/rows.ts'
import type { StepCurve } from '../../../../runs/record/record.ts'
import { useRunLibrary } from '../../../context/run-library-context.ts'
import type { Curve } from './curves.ts'
import { type Series, stepSeries } from './series.ts'
import type { CompareView } from '../../view.ts'
import { attempt } from '../../../controls/attempt.ts'

/** The per-step training loss of each row's newest run; loaded on demand. */
export function useStepSeries(
  rows: readonly Row[],
  curves: readonly Curve[],
  view: CompareView,
  wanted: boolean,
): Series[] {
  const { history } = useRunLibrary()
  const [read, setRead] = useState<ReadonlyMap<string, StepCurve>>(new Map())
  useEffect(() => {
    if (!wanted) return undefined
    let current = true
    const readAll = async () => {
      const wholes = await Promise.all(
        rows.map(async ({ entries: [newest] }) => {
          const { steps } = await history.whole(newest)
          return [newest.id, steps] as const
        }),
      )
      if (current) setRead(new Map(wholes))
    }
    attempt(readAll)
    return () => {
      current = false
    }
  }, [rows, history, wanted])
  return useMemo(
    () =>
      rows.flatMap(({ entries: [newest] }, i) => {
        const steps = read.get(newest.id)
        return steps === undefined ? [] : [stepSeries(curves[i], newest.record, steps, view)]
      }),
    [rows, curves, read, view],
  )
}
