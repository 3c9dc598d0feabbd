import * as v from 'valibot'
import { openBrowserDataset } from '../data/browser.ts'
import { BrowserEngines } from './engines.ts'
import { BrowserKeptRuns } from './kept-run-store.ts'
import { CommandSchema, type WorkerEvent } from './protocol.ts'
import { Session } from './session.ts'

/** The commit that the program was built from; vite.config.ts puts it in. */
declare const LAB94_COMMIT: string

const post = (event: WorkerEvent) => self.postMessage(event)

const session = new Session({
  data: openBrowserDataset((status) => post({ type: 'data', status })),
  engines: new BrowserEngines(),
  kept: new BrowserKeptRuns(),
  post,
  now: () => performance.now(),
  time: () => Date.now(),
  code: LAB94_COMMIT,
})

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const command = v.safeParse(CommandSchema, data)
  if (command.success) {
    void session.handle(command.output)
    return
  }
  const message = `The page sent a command that the worker does not know: ${v.summarize(command.issues)}`
  post({ type: 'problem', message, advice: 'Reload the page to bring both to the same version.' })
})
