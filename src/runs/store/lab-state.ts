import type { DataStatus } from '../../data/status.ts'
import type { ErrorCode } from '../../errors/codes.ts'
import type { Peak, Unavailable } from '../../engine/inspection/profile.ts'
import type { RecipeChoice } from '../../recipe/choice.ts'
import type { EarlierRun } from '../../trainer/comparison.ts'
import type {
  AdapterReport,
  EstimateReport,
  SavedRunReport,
  WorkerEvent,
} from '../../worker/protocol.ts'
import { type KernelTest, reduceKernelTest } from '../inspection/kernel-test.ts'
import { reduceRun, type Run, withPreparation } from '../run.ts'
import { DEMO_CHOICE, sameChoice, type Setup } from './setup.ts'

/** `restart` stops, then starts the current setup. */
export type Wish = 'pause' | 'stop' | 'restart'

export interface LabState {
  readonly setup: Setup
  /** Whether a person or a link chose the recipe; otherwise it is the page's default. */
  readonly chosen: boolean
  /** Why the last change to the recipe was refused, as a sentence. */
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

/** Whether the setup differs from the shown run. */
export const changedSinceStart = ({ setup, run }: Pick<LabState, 'setup' | 'run'>): boolean =>
  run !== null &&
  !(
    run.request.seed === setup.seed &&
    run.request.engine === setup.engine &&
    sameChoice(run.request.choice, setup.choice)
  )

/** The state after an event of the worker. */
export function reduceLab(state: LabState, event: WorkerEvent): LabState {
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
