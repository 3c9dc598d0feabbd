import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RunEntry } from './history/entry.ts'
import { History } from './history/history.ts'
import { IndexedDbRunStore } from './history/indexed-db-store.ts'
import { MemoryRunStore } from './history/memory-store.ts'
import { alone, announcePresence } from './history/presence.ts'
import { recordRuns } from './history/recorder.ts'
import type { RunStore } from './history/store.ts'
import { QueueRunner } from './queue/runner.ts'
import type { Circumstances } from './record/from-run.ts'
import type { Run } from './run.ts'
import type { Lab } from './store.ts'

/** All that outlasts a run: what is kept of it, and what is to follow it. */
export interface Keeping {
  readonly disk: RunStore
  readonly history: History
  readonly queue: QueueRunner
  /** The lab's last run to have ended, and what is kept of it. */
  readonly latest: StoreApi<{ readonly run: Run; readonly entry: RunEntry } | null>
}

const CHANNEL = 'lab94-runs'

/** Opens what this browser keeps, and from now on keeps every run of the lab. */
export async function openKeeping(
  lab: Lab,
  around: Omit<Circumstances, 'startedAt'>,
): Promise<Keeping> {
  const channel = new BroadcastChannel(CHANNEL)
  const presence = 'locks' in navigator ? announcePresence(navigator.locks) : alone()
  const disk = await openDisk()
  const history = await History.open(disk, () => channel.postMessage('changed'))
  channel.addEventListener('message', () => void history.reload())
  const queue = await QueueRunner.open(lab, disk, (error) => history.report(error))
  const latest = createStore<{ run: Run; entry: RunEntry } | null>(() => null)
  recordRuns({
    lab: lab.store,
    history,
    page: presence.page,
    around,
    now: Date.now,
    onKept: (entry, run) => latest.setState({ run, entry }, true),
  })
  const open = await presence.open()
  await history.recover((page) => open.has(page))
  return { disk, history, queue, latest }
}

async function openDisk(): Promise<RunStore> {
  try {
    return await IndexedDbRunStore.open()
  } catch (error) {
    // Browsers refuse so in private windows, and where cookies are blocked.
    if (error instanceof DOMException) return new MemoryRunStore()
    throw error
  }
}
