import * as v from 'valibot'
import { openBrowserDataset } from '../data/browser.ts'
import { describeFailure } from '../trainer/recovery/failure.ts'
import { BrowserEngines } from './engines.ts'
import { BEAT, type Beat } from './heartbeat.ts'
import { BrowserSavedRuns } from './checkpoint/saved-run-store.ts'
import { fetchShippedWeights } from './inspection/shipped-weights.ts'
import { CommandSchema, type WorkerEvent } from './protocol.ts'
import { Session } from './session.ts'
import { readWorkerName } from './worker-name.ts'
import { RELOAD } from './session-options.ts'

/** The commit that the program was built from, set by vite.config.ts. */
declare const LAB94_COMMIT: string

const post = (event: WorkerEvent) => self.postMessage(event)

const session = new Session({
  data: openBrowserDataset((status) => post({ type: 'data', status })),
  engines: new BrowserEngines(LAB94_COMMIT, readWorkerName(self.name)),
  savedRuns: new BrowserSavedRuns((error) =>
    post({ type: 'problem', ...describeFailure(error, RELOAD) }),
  ),
  shippedWeights: fetchShippedWeights,
  post,
  now: () => performance.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  time: () => Date.now(),
  code: LAB94_COMMIT,
})

const alive: Beat = { type: 'alive' }
setInterval(() => self.postMessage(alive), BEAT)

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const command = v.safeParse(CommandSchema, data)
  if (command.success) {
    void session.handle(command.output)
    return
  }
  const message = `The page sent an unknown command to its worker: ${v.summarize(command.issues)}`
  post({ type: 'problem', message, advice: 'Reload the page to get the same version of both.' })
})
