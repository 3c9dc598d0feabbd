import { isUnderWay, type RunRequest } from '../../runs/run.ts'
import { useActions, useLab } from '../lab-context.ts'
import { useKeeping } from '../keeping-context.ts'
import { goTo } from '../place.ts'

/** Starts a run where none goes on, and shows it; else puts it at the end of the queue. */
export function useStartOrQueue(): (request: RunRequest) => void {
  const busy = useLab(({ run }) => run !== null && isUnderWay(run))
  const { start } = useActions()
  const { queue } = useKeeping()
  return (request) => {
    if (busy) {
      queue.add([request])
      return
    }
    start(request)
    goTo('train')
  }
}
