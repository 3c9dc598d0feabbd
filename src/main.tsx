import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { rememberEvents } from './runs/live/recent-events.ts'
import { browserClock } from './runs/live/event-batch.ts'
import { createLab } from './runs/store/store.ts'
import { changeQuery, query } from './ui/address/address.ts'
import { App } from './ui/app/app.tsx'
import { Boundary } from './ui/app/boundary.tsx'
import { browserName } from './ui/words/browser-name.ts'
import { COMMIT } from './ui/words/commit.ts'
import { ownGpuName } from './ui/gpu/own-name.ts'
import { storeRuns } from './ui/app/store-runs.ts'
import { RunLibraryContext } from './ui/context/run-library-context.ts'
import { GalleryContext, openGallery } from './ui/context/gallery-context.ts'
import { LabContext } from './ui/context/lab-context.ts'
import { openLinks } from './ui/address/open-links.ts'
import { reasonOf } from './errors/reason-of.ts'
import { openLessons } from './ui/lesson/open-lesson.ts'
import { followRace } from './ui/race/raced.ts'
import { PAGE } from './ui/words/texts.ts'
import { notify } from './ui/controls/notice.tsx'
import { ignoredWords, readQuery, writeSetup } from './ui/address/query.ts'
import { applyTheme, firstTheme } from './ui/app/theme.ts'
import { surviveTranslation } from './ui/app/translated-text.ts'
import { startWorker } from './worker/client.ts'
import { attempt } from './ui/controls/attempt.ts'

const { setup, chosen, theme: requestedTheme, matrices, ignored } = readQuery(query())
if (ignored.length > 0) notify(ignoredWords(ignored))
const theme = firstTheme(requestedTheme)
applyTheme(theme)

const worker = startWorker({ matrices })
rememberEvents(worker)
const lab = createLab(worker, browserClock, { setup, chosen })
lab.store.subscribe((state, before) => {
  if (state.setup !== before.setup) {
    changeQuery((parameters) => writeSetup(parameters, state.setup))
  }
})
const loadRunLibrary = storeRuns(lab, {
  browser: browserName(navigator.userAgent),
  code: COMMIT,
  // A getter, since the name is read when a run is stored.
  get device() {
    return ownGpuName()
  },
})
openLinks(loadRunLibrary, lab.actions)
openLessons(lab)
followRace(loadRunLibrary, (error) => notify(PAGE.linkNotOpened(reasonOf(error))))
const loadGallery = openGallery(worker)

// Not before the first run.
const waiting = lab.store.subscribe(({ run }) => {
  if (run === null) return
  waiting()
  attempt(() =>
    import('./ui/beside-run/beside-run.ts').then(({ goBesideRuns }) => goBesideRuns(lab)),
  )
})

if (import.meta.env.PROD) {
  // After all that the page itself needs.
  window.addEventListener('load', () => {
    attempt(() =>
      import('./ui/newer-version/watch-versions.ts').then(({ watchVersions }) =>
        watchVersions(lab),
      ),
    )
  })
}

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id "root".')
surviveTranslation(root)
createRoot(root).render(
  <StrictMode>
    <LabContext value={lab}>
      <RunLibraryContext value={loadRunLibrary}>
        <GalleryContext value={loadGallery}>
          <Boundary>
            <App theme={theme} />
          </Boundary>
        </GalleryContext>
      </RunLibraryContext>
    </LabContext>
  </StrictMode>,
)
