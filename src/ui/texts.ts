import type { Place } from './place.ts'
import type { Theme } from './theme.ts'

const THEME_NAMES: Readonly<Record<Theme, string>> = {
  system: 'as the system',
  light: 'light',
  dark: 'dark',
}

const PLACE_NAMES: Readonly<Record<Place, string>> = {
  train: 'Train',
  compare: 'Compare',
  inside: 'Look inside',
}

/** Keys of the keyboard for what is done often, by the place where they are. */
const KEYS: Readonly<Record<Place, Readonly<Record<string, string>>>> = {
  train: {
    p: 'pause and go on',
    s: 'step',
    n: 'next seed',
    r: 'recipe',
    c: 'copy link',
    g: 'this GPU',
  },
  compare: {
    j: 'next run',
    k: 'previous run',
    x: 'draw',
    s: 'star',
    p: 'pause and go on',
    g: 'this GPU',
  },
  inside: {
    p: 'pause and go on',
    g: 'this GPU',
  },
}

/** Head, foot and everything around the places. */
export const PAGE = {
  name: 'lab94',
  home: 'lab94, back to the start',
  theme: (now: Theme, next: Theme) => `Theme: ${THEME_NAMES[now]}. Change to ${THEME_NAMES[next]}.`,
  recipe: 'Recipe',
  drop: 'Drop cifar-10-binary.tar.gz, its .bin files, a file of runs or a picture to try here. They stay on this computer.',
  careful: 'About 94% is what one careful person scored: Andrej Karpathy, 2011.',
  charts: 'Drawing the curves',
  partMissing:
    'This part of the page did not load; its server may have a newer version. Reloading brings it, and ends a run that is under way.',
  reload: 'Reload the page',
  notKept: 'This run is not kept: the part of the page that keeps runs did not load.',
  places: 'Places',
  placeNames: PLACE_NAMES,
  device: {
    unnamed: 'a GPU without a name',
    inPyTorch: (device: string) => `${device}, in PyTorch`,
  },
  putAway: 'Put this away',
  copyByHand: 'To be copied by hand',
  keys: KEYS,
  run: {
    preparing: (seed: number) => `Preparing seed ${seed}`,
    training: (seed: number, where: string) => `Training seed ${seed}: ${where}`,
    paused: (seed: number, where: string) => `Paused, seed ${seed}: ${where}`,
    epoch: (at: string, of: string) => `epoch ${at} of ${of}`,
    left: (time: string) => `about ${time} left`,
    pause: 'Pause the run',
    resume: 'Resume the run',
    progress: 'Progress of the run',
  },
} as const
