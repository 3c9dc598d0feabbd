import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { browserClock } from './runs/batch.ts'
import { createLab } from './runs/store.ts'
import { changeQuery } from './ui/address.ts'
import { App } from './ui/app.tsx'
import { browserName } from './ui/browser-name.ts'
import { COMMIT } from './ui/commit.ts'
import { ownGpuName } from './ui/gpu/own-name.ts'
import { keepRuns } from './ui/keep-runs.ts'
import { KeepingContext } from './ui/keeping-context.ts'
import { GalleryContext, openGallery } from './ui/gallery-context.ts'
import { LabContext } from './ui/lab-context.ts'
import { openLinks } from './ui/open-links.ts'
import { readQuery, writeSetup } from './ui/query.ts'
import { applyTheme, firstTheme } from './ui/theme.ts'
import { startWorker } from './worker/client.ts'

const { setup, chosen, theme: asked } = readQuery(location.search)
const theme = firstTheme(asked)
applyTheme(theme)

const worker = startWorker()
const lab = createLab(worker, browserClock, { setup, chosen })
lab.store.subscribe((state, before) => {
  if (state.setup !== before.setup) {
    changeQuery((parameters) => writeSetup(parameters, state.setup))
  }
})
const loadKeeping = keepRuns(lab, {
  browser: browserName(navigator.userAgent),
  code: COMMIT,
  // As it is called when a run is kept.
  get device() {
    return ownGpuName()
  },
})
openLinks(loadKeeping)
const loadGallery = openGallery(worker)

// With the first run, and no sooner.
const waiting = lab.store.subscribe(({ run }) => {
  if (run === null) return
  waiting()
  void import('./ui/beside-run/beside-run.ts').then(({ goBesideRuns }) => goBesideRuns(lab))
})

if (import.meta.env.PROD) {
  // After all that the page itself needs.
  window.addEventListener('load', () => {
    void import('./ui/newer-version/watch-versions.ts').then(({ watchVersions }) =>
      watchVersions(lab),
    )
  })
}

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id "root".')
createRoot(root).render(
  <StrictMode>
    <LabContext value={lab}>
      <KeepingContext value={loadKeeping}>
        <GalleryContext value={loadGallery}>
          <App theme={theme} />
        </GalleryContext>
      </KeepingContext>
    </LabContext>
  </StrictMode>,
)
