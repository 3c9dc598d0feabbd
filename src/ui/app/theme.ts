import { remember, remembered } from '../controls/remembered.ts'

export const THEMES = ['system', 'light', 'dark'] as const

export type Theme = (typeof THEMES)[number]

const NAME = 'lab94.theme'

/** The theme of the address, else the one stored from an earlier visit. */
export const firstTheme = (requestedTheme: Theme | null): Theme =>
  requestedTheme ?? remembered(NAME, THEMES, 'system')

export function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement
  if (theme === 'system') delete dataset.theme
  else dataset.theme = theme
}

export const rememberTheme = (theme: Theme): void => remember(NAME, theme)
