/** When a newer version of the page is kept than the one that shows. */
export const NEWER = {
  here: 'A new version is here.',
  reload: 'Reload',
} as const
