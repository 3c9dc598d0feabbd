import type { EngineName } from '../../engine/engine.ts'
import type { Preset } from '../../recipe/presets/preset.ts'
import { formatCount, formatNumberOf } from '../format.ts'

/** The recipe's drawer. */
export const RECIPE = {
  title: 'Recipe',
  close: 'Close the recipe',
  asPublished: 'as published',
  plain: 'as it is',
  changes: (count: number) => formatNumberOf(count, 'change'),
  with: 'with',
  undo: (count: number) => (count === 1 ? 'Undo' : count === 2 ? 'Undo both' : 'Undo all'),
  locked: 'This run keeps the recipe it started with; changes apply to the next.',
  changedSince: 'Changed since this run started.',
  restart: 'Stop and start over with this',
  ladder: {
    label: 'Start from a rung of the ladder',
    head: 'Start from, as published',
    accuracy: 'accuracy',
    time: 'time',
    device: 'on',
    none: 'none',
    expected: 'expected',
    series: {
      auto: 'this',
      airbench: 'airbench',
      bag: 'Page’s part 8',
      search: 'Page’s part 4',
      dawn: 'Page’s parts 1 to 3',
      others: 'others',
    } satisfies Record<Preset['series'], string>,
    more: (count: number, series: string) => `${formatCount(count)} more of ${series}`,
  },
  groups: {
    precision: 'Precision',
    data: 'Data',
    architecture: 'Architecture',
    activation: 'Activation',
    normalisation: 'Normalisation',
    loss: 'Loss',
    firstLayer: 'First layer',
    initialisation: 'Start',
    schedule: 'Schedule',
    optimiser: 'Optimiser',
    averaging: 'Averaging',
    testTime: 'Test time',
    engine: 'Engine',
    seed: 'Seed',
    parts: 'What it is made of',
  },
  toggles: {
    allOff: 'all off',
    preset: (on: boolean) => `Preset: ${on ? 'on' : 'off'}.`,
    also: (changes: readonly string[]) => `Also changes: ${changes.join(', ')}.`,
    retuned: (who: string, words: string) => `${who} also retuned: ${words}.`,
    more: 'More',
    less: 'Less',
    source: (part: string) => `${part}, at its source`,
    take: 'Retune too',
    leave: 'Leave that',
  },
  knobs: {
    keys: (title: string) => ({ less: `Less: ${title}`, more: `More: ${title}` }),
    before: (value: string) => `Preset: ${value}.`,
    reset: 'Reset',
    resetNamed: (title: string) => `Reset ${title}`,
    fields: { 'length.count': 'Length', 'schedule.knots': 'Knots of the rate' },
    epochs: 'Epochs',
    steps: 'Steps',
    peak: 'Peak rate',
    knots: 'Knots of the rate',
    at: { epoch: 'at epoch', run: 'at share' },
    rate: 'rate',
    knot: (index: number, what: string) => `Knot ${index}, ${what}`,
    add: 'Add a knot',
    remove: (index: number) => `Remove knot ${index}`,
  },
  seed: {
    explanation:
      'Decides order, crops, mirrors and first weights. The same seed gives the same run.',
    less: 'Lower seed',
    more: 'Higher seed',
  },
  preview: 'Learning rate over the epochs',
  engines: {
    tfjs: {
      title: 'TensorFlow.js',
      words: 'Stock operations, in f32. Runs everywhere.',
    },
    wgsl: {
      title: 'lab94’s own kernels',
      words: 'WGSL written for these networks. Needs WebGPU.',
    },
  } satisfies Record<EngineName, { title: string; words: string }>,
} as const

/** Engines that can be chosen, the first one listed first. */
export const ENGINES: readonly EngineName[] = ['wgsl', 'tfjs']
