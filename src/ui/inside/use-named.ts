import { useEffect, useState } from 'react'
import type { NamedImages } from '../../engine/engine.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import { useKeeping } from '../keeping-context.ts'

/** How a run named each test image: null where that is not kept, undefined until that is known. */
export function useNamed(run: RunEntry | null): NamedImages | null | undefined {
  const { history } = useKeeping()
  const id = run?.id ?? null
  const [read, setRead] = useState<{ id: string; named: NamedImages | null } | null>(null)
  useEffect(() => {
    if (id === null) return undefined
    let wanted = true
    void history.named(id).then((named) => {
      if (wanted) setRead({ id, named })
    })
    return () => {
      wanted = false
    }
  }, [history, id])
  if (id === null) return null
  return read?.id === id ? read.named : undefined
}
