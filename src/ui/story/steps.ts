import { type PresetName, presetNamed } from '../../recipe/presets.ts'
import type { ToggleName } from '../../recipe/toggles.ts'

/** A time that its authors published. */
export interface PublishedTime {
  readonly seconds: number
  readonly device: string
  /** Of the test images, in percent. */
  readonly accuracy: number
  readonly source: string
  readonly reached?: { readonly runs: number; readonly of: number }
}

/**
 * - `start`: the first time on a device
 * - `faster`: saves time over the step before it, on the same device
 * - `aside`: a time that no step of the chain compares with
 * - `untimed`: nobody published a time
 */
type StepKind = 'start' | 'faster' | 'aside' | 'untimed'

/** One step of the story: a recipe, the toggle that it is about, and what its authors measured. */
interface StepPlan {
  readonly preset: PresetName
  /** Null if nothing in the recipe changed. */
  readonly toggle: ToggleName | null
  readonly kind: StepKind
  /** The source of the time, if not the preset's. */
  readonly published?: PublishedTime
}

/**
 * Page's last recipe on a newer GPU, which is what ties times on a V100 to times on an A100. Keller Jordan measured a mean
 * of 94.09% in 300 runs.
 */
const PAGE_10_ON_A100: PublishedTime = {
  seconds: 14,
  device: 'A100',
  accuracy: 94.09,
  source: 'https://github.com/KellerJordan/cifar10-zoo/blob/main/airbench/baselines/dawnbench.py',
}

const PLAN = {
  start: { preset: 'page-bkj', toggle: 'prepNorm', kind: 'start' },
  baseline: { preset: 'page-297', toggle: 'prepNorm', kind: 'faster' },
  batches: { preset: 'page-256', toggle: 'rateByBatch', kind: 'faster' },
  statistics: { preset: 'page-186', toggle: 'halfPrecision', kind: 'faster' },
  cutout: { preset: 'page-161', toggle: 'cutout', kind: 'faster' },
  largerBatches: { preset: 'page-154', toggle: 'rateByBatch', kind: 'faster' },
  architecture: { preset: 'page-79', toggle: 'residuals', kind: 'faster' },
  hyperparameters: { preset: 'page-79', toggle: 'nesterov', kind: 'untimed' },
  weightDecay: { preset: 'page-79', toggle: 'weightDecay', kind: 'untimed' },
  batchNorm: { preset: 'page-79', toggle: 'batchNorm', kind: 'untimed' },
  onGpu: { preset: 'page-70', toggle: 'gpuAugmentation', kind: 'faster' },
  earlyPool: { preset: 'page-64', toggle: 'earlyPool', kind: 'faster' },
  smoothing: { preset: 'page-59', toggle: 'labelSmoothing', kind: 'faster' },
  celu: { preset: 'page-52', toggle: 'celu', kind: 'faster' },
  ghostNorm: { preset: 'page-46', toggle: 'ghostNorm', kind: 'faster' },
  frozenScale: { preset: 'page-43', toggle: 'frozenScale', kind: 'faster' },
  whitening: { preset: 'page-39', toggle: 'whitening', kind: 'faster' },
  higherRate: { preset: 'page-36', toggle: 'cutout', kind: 'faster' },
  ema: { preset: 'page-13', toggle: 'ema', kind: 'faster' },
  views: { preset: 'page-10', toggle: 'mirrorViews', kind: 'faster' },
  fenwicks: { preset: 'fenwicks', toggle: 'weightDecay', kind: 'aside' },
  newGpu: { preset: 'page-10', toggle: null, kind: 'start', published: PAGE_10_ON_A100 },
  airbench: { preset: 'airbench94', toggle: 'dirac', kind: 'faster' },
  muon: { preset: 'airbench94-muon', toggle: 'muon', kind: 'faster' },
  hiverge: { preset: 'hiverge', toggle: 'selectiveViews', kind: 'faster' },
  e1: { preset: 'e1', toggle: 'growingImages', kind: 'faster' },
  auto: { preset: 'auto', toggle: 'growingImages', kind: 'aside' },
} as const satisfies Record<string, StepPlan>

export type StepName = keyof typeof PLAN

export interface StoryStep {
  readonly name: StepName
  readonly preset: PresetName
  readonly toggle: ToggleName | null
  readonly kind: StepKind
  /** Null for a step without a time. */
  readonly published: PublishedTime | null
  /** Seconds of the previous step, if it is in the same chain on the same device. */
  readonly before: number | null
}

/** A part of the story, on one device. */
export interface Chapter {
  readonly name: ChapterName
  readonly steps: readonly StoryStep[]
}

const CHAPTERS = {
  resnet: ['start', 'baseline', 'batches', 'statistics', 'cutout', 'largerBatches'],
  architecture: ['architecture'],
  theory: ['hyperparameters', 'weightDecay', 'batchNorm'],
  tricks: [
    'onGpu',
    'earlyPool',
    'smoothing',
    'celu',
    'ghostNorm',
    'frozenScale',
    'whitening',
    'higherRate',
    'ema',
    'views',
  ],
  fenwicks: ['fenwicks'],
  airbench: ['newGpu', 'airbench', 'muon', 'hiverge', 'e1', 'auto'],
} as const satisfies Record<string, readonly StepName[]>

export type ChapterName = keyof typeof CHAPTERS

const CHAPTER_NAMES = [
  'resnet',
  'architecture',
  'theory',
  'tricks',
  'fenwicks',
  'airbench',
] as const

/** The story from start to end; all times are the presets' published ones except `newGpu`. */
export const STORY: readonly Chapter[] = chapters()

function chapters(): Chapter[] {
  let before: PublishedTime | null = null
  return CHAPTER_NAMES.map((name) => ({
    name,
    steps: CHAPTERS[name].map((step) => {
      const made = stepOf(step, before)
      if (made.kind === 'start' || made.kind === 'faster') before = made.published
      return made
    }),
  }))
}

function stepOf(name: StepName, before: PublishedTime | null): StoryStep {
  const plan: StepPlan = PLAN[name]
  const { preset, toggle, kind } = plan
  const published = kind === 'untimed' ? null : (plan.published ?? presetNamed(preset).published)
  return {
    name,
    preset,
    toggle,
    kind,
    published,
    before: kind === 'faster' ? (before?.seconds ?? null) : null,
  }
}

/** A step by its name. */
export function stepNamed(name: StepName): StoryStep {
  const step = STORY.flatMap(({ steps }) => steps).find((candidate) => candidate.name === name)
  if (step === undefined) throw new RangeError(`The story has no step "${name}".`)
  return step
}
