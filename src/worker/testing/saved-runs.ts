import { BrowserSavedRuns } from '../checkpoint/saved-run-store.ts'

/** The saved run of a fresh worker, whose disk must not refuse anything. */
export const newSavedRuns = () =>
  new BrowserSavedRuns((error) => {
    throw error
  })
