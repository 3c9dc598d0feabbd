import type { EngineName } from '../../engine/engine.ts'
import { formatNumberOf } from '../format.ts'

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
  ladder: {
    label: 'Start from a rung of the ladder',
    head: 'Start from, as published',
    accuracy: 'accuracy',
    time: 'time',
    device: 'on',
    none: 'none',
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
    take: 'Retune too',
    leave: 'Leave that',
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
