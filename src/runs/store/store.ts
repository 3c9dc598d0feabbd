import type { StoreApi } from 'zustand/vanilla'
import type { EngineName } from '../../engine/engine.ts'
import type { RecipeChoice } from '../../recipe/choice.ts'
import type { WorkerClient } from '../../worker/client.ts'
import type { WorkerEvent } from '../../worker/protocol.ts'
import { batchEvents, type BatchClock } from '../live/event-batch.ts'
import { createGuardedStore } from './guarded-store.ts'
import { isUnderWay, type Run } from '../run.ts'
import { sameChoice } from './setup.ts'
import { actionsOn, type LabActions, requestFor } from './lab-actions.ts'
import { choiceToTry, type LabState, reduceLab } from './lab-state.ts'

/** The sequence after a run, in order. */
export interface AfterRunSteps {
  /** Stores the run. The next queued run starts only after this has settled. */
  readonly record: (run: Run) => Promise<void>
  /** Starts the next queued run, if any. */
  readonly startNext: (run: Run) => void
}

/**
 * Subscribers of the store only read it: one that changed it would do so before the others have seen the last state,
 * and they would miss that. Code that changes the store in response uses `afterEvents`, or the sequence after a run.
 */
export interface Lab {
  readonly store: StoreApi<LabState>
  readonly actions: LabActions
  /** Calls back after each batch of the worker's events, once all subscribers have seen the new state. */
  readonly afterEvents: (react: (state: LabState, before: LabState) => void) => void
  /** Sets the sequence after each run. */
  readonly setAfterRun: (afterRun: AfterRunSteps) => void
}

/** The page's state and the actions on it, fed by the worker's events. */
export function createLab(
  client: WorkerClient,
  clock: BatchClock,
  initial: Pick<LabState, 'setup' | 'chosen'>,
): Lab {
  const store = createGuardedStore<LabState>(() => ({
    ...initial,
    refused: null,
    adapter: null,
    estimates: [],
    peak: null,
    kernelTest: null,
    data: null,
    run: null,
    before: null,
    saved: null,
    dynamicsEvery: 0,
    wish: null,
    problem: null,
  }))
  const reactions: ((state: LabState, before: LabState) => void)[] = []
  let afterRun: AfterRunSteps | null = null
  const take = (events: readonly WorkerEvent[]) => {
    const before = store.getState()
    const state = events.reduce(reduceLab, before)
    store.setState(state)
    for (const react of reactions) react(state, before)
    const ended = endedRun(state, before)
    if (ended !== null) void followEnd(ended, before.wish === 'restart')
  }
  /** A restart comes before queued runs. */
  const followEnd = async (run: Run, restart: boolean) => {
    const lost = await afterRun?.record(run).then(() => null, String)
    const { run: now, setup } = store.getState()
    const busy = now !== null && isUnderWay(now)
    if (restart && !busy) actions.start(requestFor(setup, run.request.dataset))
    afterRun?.startNext(run)
    // Afterwards, since a starting run clears older problems.
    if (lost) store.setState({ problem: { message: 'This run was not recorded.', advice: lost } })
  }
  client.subscribe(batchEvents(take, clock))
  client.post({ type: 'describe' })
  client.post({ type: 'data', action: 'status' })
  client.post({ type: 'saved run' })
  askForEstimates(store, client)
  const actions = actionsOn(store, client)
  return {
    store,
    actions,
    afterEvents: (react) => void reactions.push(react),
    setAfterRun: (next) => {
      afterRun = next
    },
  }
}

/** The run that ended between two states; one stopped before it started isn't shown. */
function endedRun(state: LabState, before: LabState): Run | null {
  if (before.run === null || !isUnderWay(before.run)) return null
  if (state.run === null) return { ...before.run, phase: 'stopped' }
  return isUnderWay(state.run) ? null : state.run
}

/** While no run occupies the worker, requests the expected times that the page needs. */
function askForEstimates(store: StoreApi<LabState>, client: WorkerClient): void {
  const requested: { choice: RecipeChoice; engine: EngineName }[] = []
  const ask = (state: LabState) => {
    if (state.adapter === null || (state.run !== null && isUnderWay(state.run))) return
    const { engine } = state.setup
    for (const choice of [state.setup.choice, choiceToTry(state)]) {
      const known = requested.some(
        (entry) => entry.engine === engine && sameChoice(entry.choice, choice),
      )
      if (known) continue
      requested.push({ choice, engine })
      client.post({ type: 'estimate', choice, engine })
    }
  }
  store.subscribe(ask)
}
