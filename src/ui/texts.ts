import type { Theme } from './theme.ts'

const THEME_NAMES: Readonly<Record<Theme, string>> = {
  system: 'as the system',
  light: 'light',
  dark: 'dark',
}

/** Head, foot and everything around the places. */
export const PAGE = {
  name: 'lab94',
  home: 'lab94, back to the start',
  theme: (now: Theme, next: Theme) => `Theme: ${THEME_NAMES[now]}. Change to ${THEME_NAMES[next]}.`,
  recipe: 'Recipe',
  drop: 'Drop cifar-10-binary.tar.gz or its .bin files here. They stay on this computer.',
  careful: 'About 94% is what one careful person scored: Andrej Karpathy, 2011.',
  charts: 'Drawing the curves',
  partMissing:
    'This part of the page did not load; its server may have a newer version. Reloading brings it, and ends a run that is under way.',
  reload: 'Reload the page',
  keys: {
    p: 'pause and go on',
    s: 'step',
    n: 'next seed',
    r: 'recipe',
  },
} as const
