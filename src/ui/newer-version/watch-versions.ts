import { cacheForOffline } from '../../hosting/versions.ts'
import type { Lab } from '../../runs/store/store.ts'
import { attempt } from '../controls/attempt.ts'

/** Caches the page for offline use, and offers newer versions of it. */
export const watchVersions = (lab: Lab): Promise<void> =>
  cacheForOffline((changeOver) => {
    attempt(async () => {
      const { offerNewerVersion } = await import('./newer-version.tsx')
      offerNewerVersion(lab, changeOver)
    })
  })
