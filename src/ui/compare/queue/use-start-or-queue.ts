import type { RunEntry } from '../../../runs/history/entry.ts'
import { isUnderWay, type RunRequest } from '../../../runs/run.ts'
import { useActions, useLab } from '../../context/lab-context.ts'
import { useRunLibrary } from '../../context/run-library-context.ts'
import { raceRuns } from '../../race/raced.ts'
import { goTo } from '../../address/page-view.ts'

/** Starts a run and shows it; if one is running, queues it. A repetition of a shared run is shown as a race. */
export function useStartOrQueue(): (request: RunRequest, repeated: RunEntry) => void {
  const busy = useLab(({ run }) => run !== null && isUnderWay(run))
  const { start } = useActions()
  const { queue } = useRunLibrary()
  return (request, { id, origin }) => {
    if (busy) {
      queue.add([request])
      return
    }
    start(request)
    if (origin === 'link' || origin === 'file') raceRuns([{ id }])
    else goTo('train')
  }
}
