import { useEffect, useState } from 'react'
import type { RunEntry } from '../../../../runs/history/entry.ts'
import type { StepCurve } from '../../../../runs/record/record.ts'
import { useRunLibrary } from '../../../context/run-library-context.ts'
import { attempt } from '../../../controls/attempt.ts'

/** Per-step curves by run id. They are stored apart from the runs; those not read yet are missing. */
export function useStepCurves(entries: readonly RunEntry[]): ReadonlyMap<string, StepCurve> {
  const { history } = useRunLibrary()
  const [read, setRead] = useState<ReadonlyMap<string, StepCurve>>(new Map())
  const ids = entries.map(({ id }) => id).join(' ')
  useEffect(() => {
    let current = true
    const readAll = async () => {
      const found = ids.split(' ').flatMap((id) => history.find(id) ?? [])
      const curves = await Promise.all(
        found.map(async (entry) => [entry.id, (await history.whole(entry)).steps] as const),
      )
      if (current) setRead(new Map(curves))
    }
    attempt(readAll)
    return () => {
      current = false
    }
  }, [ids, history])
  return read
}
