import { keepOffline } from '../../hosting/versions.ts'
import type { Lab } from '../../runs/store.ts'

/** Keeps the page for use without a network, and offers newer versions of it. */
export const watchVersions = (lab: Lab): Promise<void> =>
  keepOffline((changeOver) => {
    void import('./newer-version.tsx').then(({ offerNewerVersion }) =>
      offerNewerVersion(lab, changeOver),
    )
  })
