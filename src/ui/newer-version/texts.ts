/** Shown when a newer version of the page is cached. */
export const NEWER = {
  available: 'A new version is available.',
  reload: 'Reload',
} as const
