import type { Keeping } from '../runs/keeping.ts'
import type { Circumstances } from '../runs/record/from-run.ts'
import type { Lab } from '../runs/store.ts'
import { atRest } from './at-rest.ts'
import type { LoadKeeping } from './keeping-context.ts'
import { remember, remembered } from './remembered.ts'
import { PAGE } from './texts.ts'

/** Says whether there may be runs, or a queue of them, from earlier visits. */
const NAME = 'lab94.runs'

/**
 * Keeps the lab's runs. What that takes is loaded as the first run begins, at once where there were runs before, and
 * whenever somebody asks for it.
 */
export function keepRuns(lab: Lab, around: Omit<Circumstances, 'startedAt'>): LoadKeeping {
  let loading: Promise<Keeping> | null = null
  const load = () => {
    loading ??= import('../runs/keeping.ts').then(({ openKeeping }) => openKeeping(lab, around))
    return loading
  }
  const loadUnasked = () => {
    remember(NAME, 'kept')
    load().catch((error: unknown) => {
      lab.store.setState({ problem: { message: PAGE.notKept, advice: String(error) } })
    })
  }
  const ending = lab.store.subscribe(({ run }) => {
    if (run === null) return
    ending()
    loadUnasked()
  })
  if (remembered(NAME, ['kept', 'none'], 'none') === 'kept') void atRest().then(loadUnasked)
  return load
}
