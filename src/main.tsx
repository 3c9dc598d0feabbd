import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { browserClock } from './runs/batch.ts'
import { createLab } from './runs/store.ts'
import { App } from './ui/app.tsx'
import { LabContext } from './ui/lab-context.ts'
import { readQuery, writeQuery } from './ui/query.ts'
import { applyTheme, firstTheme } from './ui/theme.ts'
import { startWorker } from './worker/client.ts'

const { setup, chosen, theme: asked } = readQuery(location.search)
const theme = firstTheme(asked)
applyTheme(theme)

const lab = createLab(startWorker(), browserClock, { setup, chosen })
lab.store.subscribe((state, before) => {
  if (state.setup === before.setup) return
  const query = writeQuery(location.search, state.setup)
  history.replaceState(history.state, '', `${location.pathname}${query}${location.hash}`)
})

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id "root".')
createRoot(root).render(
  <StrictMode>
    <LabContext value={lab}>
      <App theme={theme} />
    </LabContext>
  </StrictMode>,
)
