import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RunEntry } from './history/entry.ts'
import { ForgivingRunStore } from './history/forgiving-store.ts'
import { History } from './history/history.ts'
import { within } from '../waiting/time-limit.ts'
import { MemoryRunStore } from './history/memory-store.ts'
import { lastFinished } from './history/last-finished.ts'
import { announcePresence, type Presence } from './history/presence.ts'
import { recordRuns } from './history/recorder.ts'
import type { RunStore } from './history/store.ts'
import { ownQueue } from './queue/owner.ts'
import { QueueRunner } from './queue/runner.ts'
import type { Circumstances } from './record/from-run.ts'
import type { Run } from './run.ts'
import type { Lab } from './store/store.ts'

/** History, queue and store: everything that outlasts a run. */
export interface RunLibrary {
  readonly disk: RunStore
  readonly history: History
  readonly queue: QueueRunner
  /** False if another page owns the stored queue. */
  readonly ownsQueue: boolean
  /** The lab's last ended run, and its entry. */
  readonly latest: StoreApi<{ readonly run: Run; readonly entry: RunEntry } | null>
  /** Records a run of the lab that has ended. */
  readonly record: (run: Run) => Promise<void>
}

const CHANNEL = 'lab94-runs'
/** Milliseconds that the browser may take. */
const LIMIT = 5000

/** Opens this browser's store, and from now on stores the lab's run at each test. */
export async function openRunLibrary(
  lab: Lab,
  around: Omit<Circumstances, 'startedAt'>,
): Promise<RunLibrary> {
  const channel = new BroadcastChannel(CHANNEL)
  const locks = 'locks' in navigator ? navigator.locks : null
  const presence = announcePresence(locks)
  const ownsQueue = await ownQueue(locks)
  const library = await openWith(await ForgivingRunStore.open(), lab, {
    ownsQueue,
    page: presence.page,
    around,
    announce: () => channel.postMessage('changed'),
  })
  const { history } = library
  channel.addEventListener('message', () => void history.reload())
  // If the browser can't list open pages, runs of other pages aren't treated as interrupted.
  const open = await within(LIMIT, 'The browser’s locks', presence.open()).catch(() => null)
  if (open) await recoverRuns(history, presence, open)
  return library
}

/**
 * Takes over the runs of closed pages, now and when open pages close: a page that was just reloaded counts as open for
 * a moment.
 */
async function recoverRuns(
  history: History,
  presence: Presence,
  open: ReadonlySet<string>,
): Promise<void> {
  const living = new Set(open)
  const recover = () => history.recover((page) => living.has(page))
  for (const page of open) {
    if (page === presence.page) continue
    void presence
      .closed(page)
      .then(() => {
        living.delete(page)
        return recover()
      })
      .catch((error: unknown) => history.report(error))
  }
  await recover()
}

interface LibraryOptions {
  /** The key of this page. */
  readonly page: string
  readonly around: Omit<Circumstances, 'startedAt'>
  /** Notifies other pages that the stored runs have changed. */
  readonly announce: () => void
  readonly ownsQueue?: boolean
}

/** The same with another store. */
export async function openWith(
  disk: RunStore,
  lab: Lab,
  { page, around, announce, ownsQueue = true }: LibraryOptions,
): Promise<RunLibrary> {
  const history = await History.open(disk, announce)
  // If another page owns the stored queue, this page has its own until it is closed.
  const queueDisk = ownsQueue ? disk : new MemoryRunStore()
  const last = lastFinished(history.store.getState().entries, Date.now())
  if (last !== null) lab.actions.recallBefore(last)
  const queue = await QueueRunner.open(lab, queueDisk, (error) => history.report(error))
  const latest = createStore<{ run: Run; entry: RunEntry } | null>(() => null)
  const recordEnded = recordRuns({ lab: lab.store, history, page, around, now: Date.now })
  const record = async (run: Run) => {
    const entry = await recordEnded(run)
    if (entry !== null) latest.setState({ run, entry }, true)
  }
  return { disk, history, queue, ownsQueue, latest, record }
}
