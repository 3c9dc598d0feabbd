import type { Preset } from './preset.ts'
import { PAGE_79 } from './search.ts'

export const FENWICKS_PRESETS = [
  {
    name: 'fenwicks',
    title: 'fenwicks',
    series: 'others',
    published: {
      accuracy: 94.24,
      seconds: 78,
      device: 'TPU v2',
      source:
        'https://github.com/fenwickslab/fenwicks/blob/master/tutorials/tutorial2_cifar10.ipynb',
    },
    recipe: {
      ...PAGE_79,
      normalisation: 'learned',
      schedule: { ...PAGE_79.schedule, firstStep: 0 },
      optimiser: { ...PAGE_79.optimiser, weightDecay: 1.25e-4, velocity: 'withoutRate' },
    },
  },
] as const satisfies readonly Preset[]
