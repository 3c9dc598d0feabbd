import type { StoreApi } from 'zustand/vanilla'
import type { DataStatus, DatasetName, DownloadKind } from '../../data/status.ts'
import type { EngineName } from '../../engine/engine.ts'
import type { ErrorCode } from '../../errors/codes.ts'
import type { Peak, Unavailable } from '../../engine/inspection/profile.ts'
import {
  presetChoice,
  refusal,
  type RecipeChoice,
  withFields,
  withRetune,
  withToggle,
} from '../../recipe/choice.ts'
import type { PresetName } from '../../recipe/presets.ts'
import type { ToggleName } from '../../recipe/toggles.ts'
import type { EarlierRun, Guessed } from '../../trainer/comparison.ts'
import type { WorkerClient } from '../../worker/client.ts'
import type {
  AdapterReport,
  Command,
  EstimateReport,
  SavedRunReport,
  WorkerEvent,
} from '../../worker/protocol.ts'
import { batchEvents, type BatchClock } from '../live/event-batch.ts'
import { createGuardedStore } from './guarded-store.ts'
import { beginKernelTest, type KernelTest, reduceKernelTest } from '../inspection/kernel-test.ts'
import {
  isUnderWay,
  reduceRun,
  requestAgain,
  requestRun,
  type Run,
  type RunRequest,
  withPreparation,
} from '../run.ts'
import { lastDone, runBefore, withBefore } from './run-before.ts'
import { DEFAULT_SETUP, DEMO_CHOICE, sameChoice, type Setup } from './setup.ts'

/** `restart` stops, then starts the current setup. */
export type Wish = 'pause' | 'stop' | 'restart'

export interface LabState {
  readonly setup: Setup
  /** Whether a person or a link chose the recipe, or it is the page's own. */
  readonly chosen: boolean
  /** Why the last change of the recipe was not made, as a sentence. */
  readonly refused: string | null
  readonly adapter: AdapterReport | null
  readonly estimates: readonly EstimateReport[]
  /** The GPU's peak performance, once measured. */
  readonly peak: Peak | Unavailable | null
  /** The last test of this GPU's kernels, if there was one. */
  readonly kernelTest: KernelTest | null
  readonly data: DataStatus | null
  readonly run: Run | null
  /** The last finished run before the one shown, for comparison. */
  readonly before: EarlierRun | null
  /** The saved run that the worker can resume, once known. */
  readonly saved: SavedRunReport | null
  /** Interval of steps whose dynamics are measured; 0 for none. */
  readonly dynamicsEvery: number
  /** Pending request to the run. */
  readonly wish: Wish | null
  readonly problem: {
    readonly code?: ErrorCode
    readonly message: string
    readonly advice: string
  } | null
}

/** Why a run is started. */
export interface RunPurpose {
  /** The run to compare it with; the last finished one by default. */
  readonly against?: EarlierRun | null
  readonly guessed?: Guessed | null
}

export interface LabActions {
  /** Starts a run, and keeps its setup for the next one. */
  readonly start: (request: RunRequest, purpose?: RunPurpose) => void
  /** Resumes this run, or after a reload the last one, from its checkpoint. */
  readonly resumeSaved: (rateScale?: number) => void
  /** Starts a run without changing the setup of the next one. */
  readonly startAside: (request: RunRequest, purpose?: RunPurpose) => void
  /** Compares the next run, or the one under way, with this one of an earlier visit, unless there is a later one. */
  readonly recallBefore: (before: EarlierRun) => void
  /** Changes the setup of the next run. */
  readonly adopt: (setup: Setup) => void
  readonly pause: () => void
  readonly resume: () => void
  readonly step: () => void
  readonly stop: () => void
  /** Multiplies the scheduled learning rate of the current run from its next step on. */
  readonly setRateFactor: (factor: number) => void
  /** Stops the run and starts the current setup. */
  readonly restart: () => void
  /** Returns to the state before a run; does nothing during a run. */
  readonly leaveRun: () => void
  readonly choosePreset: (preset: PresetName) => void
  readonly setToggle: (name: ToggleName, on: boolean) => void
  /** Applies a toggle's retune, or removes it. */
  readonly setRetune: (name: ToggleName, taken: boolean) => void
  /** Overrides recipe fields by path; undefined resets one. */
  readonly setFields: (values: Readonly<Record<string, unknown>>) => void
  readonly undoChanges: () => void
  readonly setSeed: (seed: number) => void
  readonly setEngine: (engine: EngineName) => void
  /** Measures how the parameters move in every n-th step from now on, in later runs too; 0 measures none. */
  readonly measureDynamics: (everySteps: number) => void
  readonly data: (action: Extract<Command, { type: 'data' }>['action'], from?: DownloadKind) => void
  readonly importFiles: (files: readonly File[]) => void
  /** Measures what the GPU can do at best. */
  readonly measurePeak: () => void
  /** Runs every kernel against a plain reference, on inputs of this seed. */
  readonly testKernels: (seed: number) => void
  readonly stopKernelTest: () => void
}

/** The sequence after a run, in order. */
export interface AfterRun {
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
  readonly setAfterRun: (afterRun: AfterRun) => void
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
  let afterRun: AfterRun | null = null
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

/** Whether the setup differs from the shown run. */
export const changedSinceStart = ({ setup, run }: Pick<LabState, 'setup' | 'run'>): boolean =>
  run !== null &&
  !(
    run.request.seed === setup.seed &&
    run.request.engine === setup.engine &&
    sameChoice(run.request.choice, setup.choice)
  )

function reduceLab(state: LabState, event: WorkerEvent): LabState {
  switch (event.type) {
    case 'adapter':
      return { ...state, adapter: event.adapter }
    case 'estimate':
      return { ...state, estimates: [...state.estimates, event.estimate] }
    case 'data':
      return { ...state, data: event.status }
    case 'peak':
      return { ...state, peak: event.peak }
    case 'inspected':
    case 'notInspected':
      // The requester listens for the answer by ticket.
      return state
    case 'selfTest': {
      const { kernelTest } = state
      if (kernelTest === null) return state
      return { ...state, kernelTest: reduceKernelTest(kernelTest, event.event) }
    }
    case 'saved run':
      return { ...state, saved: event.run }
    case 'preparing':
      return state.run === null ? state : { ...state, run: withPreparation(state.run, event) }
    case 'trainer': {
      if (state.run === null) return state
      const run = reduceRun(state.run, event.event)
      // A request during the replacement of a lost device stays pending.
      const settled = run.phase !== state.run.phase && event.event.type !== 'interrupted'
      // Stopped before it started: nothing to show.
      const nothing = run.phase === 'stopped' && run.plan === null
      return { ...state, run: nothing ? null : run, wish: settled ? null : state.wish }
    }
    case 'facts':
    case 'thumbnails':
    case 'images':
    case 'preview':
      return state
    case 'answering':
      return { ...state, problem: null }
    case 'problem': {
      const { code = 'unexpected', message, advice } = event
      return { ...state, problem: { code, message, advice } }
    }
  }
}

/** The expected times of a choice, once the worker has reported them. */
export const estimateOf = (
  { estimates, setup }: Pick<LabState, 'estimates' | 'setup'>,
  choice: RecipeChoice,
): EstimateReport | null =>
  estimates.find((report) => report.engine === setup.engine && sameChoice(report.choice, choice)) ??
  null

/** The recipe of *Try now*: the chosen one, or the quick demo if the default would take hours. */
export const choiceToTry = ({ setup, chosen, adapter }: LabState): RecipeChoice =>
  adapter !== null && adapter.software && !chosen ? DEMO_CHOICE : setup.choice

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

function savedAgain({ request: { comparison, ...request } }: SavedRunReport): Run {
  return requestRun(request, comparison)
}

function actionsOn(store: StoreApi<LabState>, client: WorkerClient): LabActions {
  const { getState, setState } = store
  /** Sets a choice, or reports why it has no recipe and changes nothing. */
  const choose = (choice: RecipeChoice) => {
    const refused = refusal(choice)
    if (refused !== null) return setState({ refused })
    setState(({ setup }) => ({ setup: { ...setup, choice }, chosen: true, refused: null }))
  }
  const begin = (
    request: RunRequest,
    setup: Setup,
    { against, guessed = null }: RunPurpose = {},
  ) => {
    const before = against ?? runBefore(getState(), request)
    const comparison = { before, guessed }
    setState({ setup, run: requestRun(request, comparison), before, wish: null, problem: null })
    const isCompared = before !== null || guessed !== null
    client.post({ type: 'train', ...request, ...(isCompared && { comparison }) })
  }
  /** A run that waits for its download is paused by pausing that. */
  const waitsForDownload = () => {
    const { run, data } = getState()
    if (run?.phase !== 'preparing' || run.preparing !== 'data' || data === null) return false
    return data.phase === 'downloading' || data.phase === 'paused'
  }
  return {
    start(request, purpose) {
      const { choice, seed, engine } = request
      begin(request, { choice, seed, engine }, purpose)
    },
    resumeSaved(rateScale) {
      const { run, saved, before } = getState()
      const again =
        run !== null
          ? !isUnderWay(run) && run.saved !== null && requestAgain(run)
          : saved !== null && withBefore(savedAgain(saved), before)
      if (!again) return
      setState({ run: again, before: again.comparison.before, wish: null, problem: null })
      client.post({ type: 'continue', ...(rateScale !== undefined && { rateScale }) })
    },
    startAside: (request, purpose) => begin(request, getState().setup, purpose),
    recallBefore(before) {
      setState((state) => ({
        before: lastDone(state) ?? before,
        run: state.run && withBefore(state.run, before),
      }))
    },
    adopt: ({ choice, seed, engine }) =>
      setState({ setup: { choice, seed, engine }, chosen: true }),
    pause() {
      if (waitsForDownload()) return client.post({ type: 'data', action: 'pause' })
      setState({ wish: 'pause' })
      client.post({ type: 'pause' })
    },
    resume() {
      if (waitsForDownload()) return client.post({ type: 'data', action: 'download' })
      setState({ wish: null })
      client.post({ type: 'resume' })
    },
    step: () => client.post({ type: 'step' }),
    setRateFactor: (factor) => client.post({ type: 'rate', factor }),
    stop() {
      setState({ wish: 'stop' })
      client.post({ type: 'stop' })
    },
    restart() {
      setState({ wish: 'restart' })
      client.post({ type: 'stop' })
    },
    leaveRun() {
      const { run, before, setup, chosen } = getState()
      if (run === null || isUnderWay(run)) return
      const choice = chosen ? setup.choice : DEFAULT_SETUP.choice
      setState({
        run: null,
        before: lastDone({ run, before }),
        problem: null,
        setup: { ...setup, choice },
      })
    },
    choosePreset: (preset) => choose(presetChoice(preset)),
    setToggle: (name, on) => choose(withToggle(getState().setup.choice, name, on)),
    setRetune: (name, taken) => choose(withRetune(getState().setup.choice, name, taken)),
    setFields: (values) => choose(withFields(getState().setup.choice, values)),
    undoChanges: () => choose(presetChoice(getState().setup.choice.preset)),
    setSeed: (seed) => setState(({ setup }) => ({ setup: { ...setup, seed } })),
    setEngine: (engine) => setState(({ setup }) => ({ setup: { ...setup, engine } })),
    measureDynamics(everySteps) {
      setState({ dynamicsEvery: everySteps })
      client.post({ type: 'dynamics', everySteps })
    },
    data(action, from) {
      setState({ problem: null })
      client.post({ type: 'data', action, ...(from !== undefined && { from }) })
    },
    importFiles(files) {
      setState({ problem: null })
      client.post({ type: 'import', files: [...files] })
    },
    measurePeak: () => client.post({ type: 'peak' }),
    testKernels(seed) {
      setState({ kernelTest: beginKernelTest(seed) })
      client.post({ type: 'selfTest', seed })
    },
    stopKernelTest: () => client.post({ type: 'stopSelfTest' }),
  }
}

/** The request of a run with these settings. */
export const requestFor = (setup: Setup, dataset: DatasetName): RunRequest => ({
  choice: setup.choice,
  seed: setup.seed,
  dataset,
  engine: setup.engine,
})
