import type { DatasetName } from '../../data/datasets.ts'
import type { StoreApi } from 'zustand/vanilla'
import type { DownloadKind } from '../../data/status.ts'
import type { EngineName } from '../../engine/engine.ts'
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
import type { Command, SavedRunReport } from '../../worker/protocol.ts'
import { beginKernelTest } from '../inspection/kernel-test.ts'
import { isUnderWay, requestAgain, requestRun, type Run, type RunRequest } from '../run.ts'
import { lastDone, runBefore, withBefore } from './run-before.ts'
import { DEFAULT_SETUP, type Setup } from './setup.ts'
import type { LabState } from './lab-state.ts'

/** Why a run is started. */
export interface RunPurpose {
  /** The run to compare it with; the last finished one by default. */
  readonly against?: EarlierRun | null
  readonly guessed?: Guessed | null
}

export interface LabActions {
  /** Starts a run. The next run will have the same setup. */
  readonly start: (request: RunRequest, purpose?: RunPurpose) => void
  /** Resumes this run from its checkpoint, or, after a reload, the last run. */
  readonly resumeSaved: (rateScale?: number) => void
  /** Starts a run without changing the setup of the next one. */
  readonly startAside: (request: RunRequest, purpose?: RunPurpose) => void
  /**
   * Compares the next run, or the one in progress, with this run from an earlier visit, unless there is a more recent
   * one.
   */
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
  /** Measures the GPU's peak performance. */
  readonly measurePeak: () => void
  /** Runs every kernel against a plain reference, on inputs of this seed. */
  readonly testKernels: (seed: number) => void
  readonly stopKernelTest: () => void
}

function savedAgain({ request: { comparison, ...request } }: SavedRunReport): Run {
  return requestRun(request, comparison)
}

/** The actions on the page's state. */
export function actionsOn(store: StoreApi<LabState>, client: WorkerClient): LabActions {
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
  /** Whether the run waits for a download. Then pausing the run pauses the download. */
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
