import type { RunLibrary } from '../../runs/run-library.ts'
import type { Circumstances } from '../../runs/record/from-run.ts'
import type { Lab } from '../../runs/store/store.ts'
import { atRest } from './at-rest.ts'
import type { LoadRunLibrary } from '../context/run-library-context.ts'
import { remember, remembered } from '../controls/remembered.ts'
import { PAGE } from '../words/texts.ts'
import { reasonOf } from '../../errors/reason-of.ts'
import { attempt } from '../controls/attempt.ts'

/** Whether there may be runs, or a queue of them, from earlier visits. */
const NAME = 'lab94.runs'

/**
 * Saves the lab's runs. The code for that is loaded when the first run starts, at once if there are runs from earlier
 * visits, and on request.
 */
export function storeRuns(lab: Lab, around: Omit<Circumstances, 'startedAt'>): LoadRunLibrary {
  let loading: Promise<RunLibrary> | null = null
  const load = () => {
    loading ??= import('../../runs/run-library.ts').then(({ openRunLibrary }) =>
      openRunLibrary(lab, around),
    )
    return loading
  }
  const loadUnasked = () => {
    remember(NAME, 'kept')
    load().catch((error: unknown) => {
      lab.store.setState({ problem: { message: PAGE.notStored, advice: reasonOf(error) } })
    })
  }
  let queue: RunLibrary['queue'] | null = null
  lab.setAfterRun({
    async record(run) {
      const library = await load()
      queue = library.queue
      await library.record(run)
    },
    startNext: (run) => queue?.runEnded(run),
  })
  const ending = lab.store.subscribe(({ run }) => {
    if (run === null) return
    ending()
    loadUnasked()
  })
  if (remembered(NAME, ['kept', 'none'], 'none') === 'kept') {
    attempt(() => atRest().then(loadUnasked))
  }
  return load
}
