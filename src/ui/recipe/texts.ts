import type { EngineName } from '../../engine/engine.ts'
import type { Preset } from '../../recipe/presets/preset.ts'
import { formatCount, formatNumberOf } from '../words/format.ts'

/** Texts of the recipe drawer. */
export const RECIPE = {
  title: 'Recipe',
  close: 'Close the recipe',
  asPublished: 'as published',
  plain: 'unchanged',
  changes: (count: number) => formatNumberOf(count, 'change'),
  with: 'with',
  undo: (count: number) => (count === 1 ? 'Undo' : count === 2 ? 'Undo both' : 'Undo all'),
  locked: 'Changes apply to the next run, not to the one in progress.',
  changedSince: 'Changed since this run started.',
  restart: 'Stop and restart with this recipe',
  ladder: {
    label: 'Base recipe',
    head: 'Base recipe',
    accuracy: 'accuracy',
    time: 'time',
    device: 'on',
    none: 'none',
    series: {
      auto: 'The default',
      airbench: 'airbench, E1 and Hiverge',
      bag: 'David Page’s part 8',
      search: 'David Page’s part 4',
      dawn: 'David Page’s parts 1 to 3',
      others: 'Others',
    } satisfies Record<Preset['series'], string>,
    all: (count: number) => `All ${formatCount(count)} recipes`,
    fewer: 'Fewer recipes',
  },
  groups: {
    precision: 'Precision',
    data: 'Data',
    architecture: 'Architecture',
    activation: 'Activation',
    normalisation: 'Normalisation',
    loss: 'Loss',
    firstLayer: 'First layer',
    initialisation: 'Initialisation',
    schedule: 'Schedule',
    optimiser: 'Optimiser',
    averaging: 'Averaging',
    testTime: 'Test time',
    engine: 'Engine',
    seed: 'Seed',
    parts: 'Summary',
  },
  toggles: {
    allOff: 'all off',
    preset: (on: boolean) => `Preset: ${on ? 'on' : 'off'}.`,
    also: (changes: readonly string[]) => `Also changes: ${changes.join(', ')}.`,
    retuned: (who: string, words: string) => `${who} also retuned: ${words}.`,
    more: 'More',
    less: 'Less',
    source: (part: string) => `Source: ${part}`,
    apply: 'Apply their retuning',
    keep: 'Keep current values',
  },
  knobs: {
    buttons: (title: string) => ({ less: `Decrease ${title}`, more: `Increase ${title}` }),
    before: (value: string) => `Preset: ${value}.`,
    reset: 'Reset',
    resetNamed: (title: string) => `Reset ${title}`,
    fields: { 'length.count': 'Length', 'schedule.knots': 'Schedule points' },
    epochs: 'Epochs',
    steps: 'Steps',
    peak: 'Peak rate',
    knots: 'Schedule points',
    at: { epoch: 'at epoch', run: 'at fraction of run' },
    rate: 'rate',
    knot: (index: number, what: string) => `Point ${index}, ${what}`,
    add: 'Add a point',
    remove: (index: number) => `Remove point ${index}`,
  },
  seed: {
    explanation:
      'Determines the initial weights and the random order, crops and mirrors. On the same images and device, the same seed repeats the same run.',
    less: 'Lower seed',
    more: 'Higher seed',
  },
  preview: 'Learning rate by epoch',
  engines: {
    tfjs: {
      title: 'TensorFlow.js',
      words: 'Standard operations in f32. Runs everywhere.',
    },
    wgsl: {
      title: 'lab94’s own kernels',
      words: 'WGSL kernels for these networks. Needs WebGPU.',
    },
  } satisfies Record<EngineName, { title: string; words: string }>,
} as const

/** The engines offered, in order. */
export const ENGINES: readonly EngineName[] = ['wgsl', 'tfjs']
