import { createStore, type StoreApi } from 'zustand/vanilla'
import type { DataStatus, DatasetName } from '../data/status.ts'
import type { EngineName } from '../engine/engine.ts'
import type { Peak, Unavailable } from '../engine/profile.ts'
import {
  presetChoice,
  refusal,
  type RecipeChoice,
  withFields,
  withRetune,
  withToggle,
} from '../recipe/choice.ts'
import type { PresetName } from '../recipe/presets.ts'
import type { ToggleName } from '../recipe/toggles.ts'
import type { WorkerClient } from '../worker/client.ts'
import type {
  AdapterReport,
  Command,
  EstimateReport,
  KeptReport,
  WorkerEvent,
} from '../worker/protocol.ts'
import { batchEvents, type BatchClock } from './batch.ts'
import { beginKernelTest, type KernelTest, reduceKernelTest } from './kernel-test.ts'
import {
  isUnderWay,
  reduceRun,
  requestAgain,
  requestRun,
  type Run,
  type RunRequest,
  withPreparation,
} from './run.ts'
import { DEFAULT_SETUP, LOOK_CHOICE, sameChoice, type Setup } from './setup.ts'

/** `restart` is to stop, and start what is set up now once that has happened. */
export type Wish = 'pause' | 'stop' | 'restart'

export interface LabState {
  readonly setup: Setup
  /** Whether a person or a link chose the recipe, or it is the page's own. */
  readonly chosen: boolean
  /** Why the last change of the recipe was not made, as a sentence. */
  readonly refused: string | null
  readonly adapter: AdapterReport | null
  readonly estimates: readonly EstimateReport[]
  /** What the GPU can do at best, once measured. */
  readonly peak: Peak | Unavailable | null
  /** The last test of this GPU's kernels, if there was one. */
  readonly kernelTest: KernelTest | null
  readonly data: DataStatus | null
  readonly run: Run | null
  /** The run that the worker can go on with, once it was asked. */
  readonly kept: KeptReport | null
  /** Every which step of runs is measured in how the parameters move; 0 for none. */
  readonly dynamicsEvery: number
  /** What was asked of the run and has not happened yet. */
  readonly wish: Wish | null
  readonly problem: { readonly message: string; readonly advice: string } | null
}

export interface LabActions {
  /** Starts a run; what it is made of is what the next one will be made of, until that is changed. */
  readonly start: (request: RunRequest) => void
  /** Goes on with this run, or on a page opened anew with the last one, from where it was kept. */
  readonly goOn: () => void
  /** Starts a run and leaves what the next one will be made of as it is. */
  readonly startAside: (request: RunRequest) => void
  /** Makes a setup what the next run will be made of. */
  readonly adopt: (setup: Setup) => void
  readonly pause: () => void
  readonly resume: () => void
  readonly step: () => void
  readonly stop: () => void
  /** Multiplies the scheduled learning rate of the run under way from its next step on. */
  readonly setRateFactor: (factor: number) => void
  /** Stops the run and starts the one that is set up now. */
  readonly restart: () => void
  /** Back to the state before a run; a run under way is left alone. */
  readonly leaveRun: () => void
  readonly choosePreset: (preset: PresetName) => void
  readonly setToggle: (name: ToggleName, on: boolean) => void
  /** Takes what a toggle's author changed along with it, or leaves it. */
  readonly setRetune: (name: ToggleName, taken: boolean) => void
  /** Sets fields of the recipe by hand, each by its path; undefined sets one back. */
  readonly setFields: (values: Readonly<Record<string, unknown>>) => void
  readonly undoChanges: () => void
  readonly setSeed: (seed: number) => void
  readonly setEngine: (engine: EngineName) => void
  /** Measures how the parameters move in every n-th step from now on, in later runs too; 0 measures none. */
  readonly measureDynamics: (everySteps: number) => void
  readonly data: (action: Extract<Command, { type: 'data' }>['action']) => void
  readonly importFiles: (files: readonly File[]) => void
  /** Measures what the GPU can do at best. */
  readonly measurePeak: () => void
  /** Runs every kernel against a plain reference, on inputs of this seed. */
  readonly testKernels: (seed: number) => void
  readonly stopKernelTest: () => void
}

export interface Lab {
  readonly store: StoreApi<LabState>
  readonly actions: LabActions
}

/** The page's state and what can be done to it, fed by a worker's events. */
export function createLab(
  client: WorkerClient,
  clock: BatchClock,
  initial: Pick<LabState, 'setup' | 'chosen'>,
): Lab {
  const store = createStore<LabState>(() => ({
    ...initial,
    refused: null,
    adapter: null,
    estimates: [],
    peak: null,
    kernelTest: null,
    data: null,
    run: null,
    kept: null,
    dynamicsEvery: 0,
    wish: null,
    problem: null,
  }))
  client.subscribe(
    batchEvents((events) => store.setState(events.reduce(reduceLab, store.getState())), clock),
  )
  client.post({ type: 'describe' })
  client.post({ type: 'data', action: 'status' })
  client.post({ type: 'kept' })
  askForEstimates(store, client)
  const actions = actionsOn(store, client)
  restartWhenStopped(store, actions)
  return { store, actions }
}

/** Carries a wish to start over out, once the run that stood in the way has ended. */
function restartWhenStopped(store: StoreApi<LabState>, { start }: LabActions): void {
  store.subscribe((state, before) => {
    if (before.wish !== 'restart' || before.run === null) return
    if (state.run !== null && isUnderWay(state.run)) return
    start(requestFor(state.setup, before.run.request.dataset))
  })
}

/** Whether what is set up now is another run than the one that is shown. */
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
      // Whoever asked listens for the answer's ticket.
      return state
    case 'selfTest': {
      const { kernelTest } = state
      if (kernelTest === null) return state
      return { ...state, kernelTest: reduceKernelTest(kernelTest, event.event) }
    }
    case 'kept':
      return { ...state, kept: event.run }
    case 'preparing':
      return state.run === null ? state : { ...state, run: withPreparation(state.run, event) }
    case 'trainer': {
      if (state.run === null) return state
      const run = reduceRun(state.run, event.event)
      const settled = run.phase !== state.run.phase
      // Stopped before it began: there is nothing to show of it.
      const nothing = run.phase === 'stopped' && run.plan === null
      return { ...state, run: nothing ? null : run, wish: settled ? null : state.wish }
    }
    case 'facts':
    case 'thumbnails':
    case 'images':
    case 'preview':
      return state
    case 'problem':
      return { ...state, problem: { message: event.message, advice: event.advice } }
  }
}

/** The expected times of a choice, once the worker has told them. */
export const estimateOf = (
  { estimates, setup }: Pick<LabState, 'estimates' | 'setup'>,
  choice: RecipeChoice,
): EstimateReport | null =>
  estimates.find((report) => report.engine === setup.engine && sameChoice(report.choice, choice)) ??
  null

/** What *Try now* runs: the chosen recipe, or the one for a look where the page's own would take hours. */
export const choiceToTry = ({ setup, chosen, adapter }: LabState): RecipeChoice =>
  adapter !== null && adapter.software && !chosen ? LOOK_CHOICE : setup.choice

/** Whenever no run holds the worker, asks for the times the page is about to show and has not asked for yet. */
function askForEstimates(store: StoreApi<LabState>, client: WorkerClient): void {
  const asked: { choice: RecipeChoice; engine: EngineName }[] = []
  const ask = (state: LabState) => {
    if (state.adapter === null || (state.run !== null && isUnderWay(state.run))) return
    const { engine } = state.setup
    for (const choice of [state.setup.choice, choiceToTry(state)]) {
      const known = asked.some(
        (entry) => entry.engine === engine && sameChoice(entry.choice, choice),
      )
      if (known) continue
      asked.push({ choice, engine })
      client.post({ type: 'estimate', choice, engine })
    }
  }
  store.subscribe(ask)
}

function actionsOn(store: StoreApi<LabState>, client: WorkerClient): LabActions {
  const { getState, setState } = store
  /** Takes a choice over, or says why it makes no recipe and leaves all as it is. */
  const choose = (choice: RecipeChoice) => {
    const refused = refusal(choice)
    if (refused !== null) return setState({ refused })
    setState(({ setup }) => ({ setup: { ...setup, choice }, chosen: true, refused: null }))
  }
  const begin = (request: RunRequest, setup: Setup) => {
    setState({ setup, run: requestRun(request), wish: null, problem: null })
    client.post({ type: 'train', ...request })
  }
  /** A run that waits for its download is paused by pausing that. */
  const waitsForDownload = () => {
    const { run, data } = getState()
    if (run?.phase !== 'preparing' || run.preparing !== 'data' || data === null) return false
    return data.phase === 'downloading' || data.phase === 'paused'
  }
  return {
    start(request) {
      const { choice, seed, engine } = request
      begin(request, { choice, seed, engine })
    },
    goOn() {
      const { run, kept } = getState()
      const again =
        run !== null
          ? !isUnderWay(run) && run.kept !== null && requestAgain(run)
          : kept !== null && requestRun(kept.request)
      if (!again) return
      setState({ run: again, wish: null, problem: null })
      client.post({ type: 'continue' })
    },
    startAside: (request) => begin(request, getState().setup),
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
      const { run, setup, chosen } = getState()
      if (run === null || isUnderWay(run)) return
      const choice = chosen ? setup.choice : DEFAULT_SETUP.choice
      setState({ run: null, problem: null, setup: { ...setup, choice } })
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
    data(action) {
      setState({ problem: null })
      client.post({ type: 'data', action })
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

/** What a run with these settings would be. */
export const requestFor = (setup: Setup, dataset: DatasetName): RunRequest => ({
  choice: setup.choice,
  seed: setup.seed,
  dataset,
  engine: setup.engine,
})
