import type { PageView } from '../address/page-view.ts'
import type { Theme } from '../app/theme.ts'

const THEME_NAMES: Readonly<Record<Theme, string>> = {
  system: 'system',
  light: 'light',
  dark: 'dark',
}

const VIEW_NAMES: Readonly<Record<PageView, string>> = {
  train: 'Train',
  compare: 'Compare',
  inside: 'Look inside',
}

/** Keyboard shortcuts of each view. */
const KEYS: Readonly<Record<PageView, Readonly<Record<string, string>>>> = {
  train: {
    p: 'pause or resume',
    s: 'step',
    n: 'next seed',
    r: 'recipe',
    c: 'copy link',
    g: 'this GPU',
  },
  compare: {
    j: 'next run',
    k: 'previous run',
    x: 'show or hide',
    s: 'star',
    p: 'pause or resume',
    g: 'this GPU',
  },
  inside: {
    p: 'pause or resume',
    g: 'this GPU',
  },
}

/** Header, footer and everything around the views. */
export const PAGE = {
  name: 'lab94',
  home: 'lab94 home',
  theme: (now: Theme, next: Theme) => `Theme: ${THEME_NAMES[now]}. Switch to ${THEME_NAMES[next]}.`,
  recipe: 'Recipe',
  makeLesson: 'Make a lesson',
  tour: (again: boolean) => (again ? 'Take the six-minute tour again' : 'Take the six-minute tour'),
  resumeTour: (stop: number, of: number) => `Resume the tour (stop ${stop} of ${of})`,
  drop: 'Drop cifar-10-binary.tar.gz, its .bin files, a run file or a picture here. They stay on this computer.',
  careful: 'A careful person scores about 94% (Andrej Karpathy, 2011).',
  charts: 'Loading charts',
  partMissing:
    'This part of the page did not load. The server may have a newer version. Reload to get it; that stops a run in progress.',
  reload: 'Reload the page',
  partBroken:
    'This part of the page stopped working. The rest of the page and any run in progress are not affected.',
  showAgain: 'Try again',
  notStored: 'This run will not be saved: the part of the page that saves runs did not load.',
  views: 'Views',
  viewNames: VIEW_NAMES,
  device: {
    unnamed: 'unnamed GPU',
    inPyTorch: (device: string) => `${device}, in PyTorch`,
  },
  linkNotOpened: (reason: string) => `The run in this link could not be opened. ${reason}`,
  failed: (reason: string) => `That did not work. ${reason}`,
  lessonNotOpened: (reason: string) => `The lesson in this link could not be opened. ${reason}`,
  dismiss: 'Dismiss',
  copyYourself: 'Copy this yourself',
  keys: KEYS,
  run: {
    preparing: (seed: number) => `Preparing seed ${seed}`,
    training: (seed: number, where: string) => `Training seed ${seed}: ${where}`,
    paused: (seed: number, where: string) => `Paused, seed ${seed}: ${where}`,
    epoch: (at: string, of: string) => `epoch ${at} of ${of}`,
    left: (time: string) => `about ${time} left`,
    pause: 'Pause the run',
    resume: 'Resume the run',
    progress: 'Run progress',
  },
} as const

/** Problems with settings in the address. */
export const QUERY = {
  ignored: (parts: readonly string[]) => `Ignored settings in the address: ${parts.join('; ')}.`,
  part: (part: string, reason: string) => `${part} (${reason})`,
  more: (count: number) => `and ${count} more`,
  unknown: 'unknown setting',
  tooLong: 'too long for an address',
  tooMany: 'too many settings',
  repeated: 'given twice, so the first one counts',
  noRecipe: 'unknown recipe',
  otherRecipe: (meant: string) => `did you mean ${meant}?`,
  seed: (most: number) => `must be a whole number from 0 to ${most.toLocaleString('en')}`,
  oneOf: (offered: readonly string[]) => `must be one of ${offered.join(', ')}`,
} as const

/** Fields that take a number. */
export const NUMBER = {
  refused: (typed: string, whole: boolean, min: number, max: number, value: number) =>
    `“${typed.slice(0, 20)}” is not ${whole ? 'a whole number' : 'a number'} from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}, so the value is still ${value}.`,
} as const
