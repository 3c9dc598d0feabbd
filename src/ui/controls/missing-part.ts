/** Browsers' messages for a script that does not load: Chromium and Firefox, Safari, Vite's preloading of styles. */
const MISSING =
  /dynamically imported module|Importing a module script failed|Unable to preload|error loading/i

/** Whether a part of the page failed to load; the server may have a newer version. */
export const isMissing = (error: unknown): boolean =>
  error instanceof Error && MISSING.test(error.message)
