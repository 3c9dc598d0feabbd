import { requestPersistence } from '../data/persistence.ts'
import { trustedScript } from '../trusted-types/trusted-script.ts'
import type { DeviceOptions } from '../engine/device/device.ts'
import { workerName } from './worker-name.ts'
import { BEAT, type Beat, Heartbeat } from './heartbeat.ts'
import workerScript from './worker.ts?worker&url'
import type { Command, WorkerEvent } from './protocol.ts'

type Listener = (event: WorkerEvent) => void

/** The page's side of the worker. */
export interface WorkerClient {
  readonly post: (command: Command) => void
  /** Calls `listener` with every event from now on, in order. Returns a function that stops it. */
  subscribe(listener: Listener): () => void
}

/** Starts the worker. A script that fails to load, or an uncaught error, is reported as a `problem`. */
export function startWorker(options: DeviceOptions): WorkerClient {
  const script = trustedScript(new URL(workerScript, location.href))
  const worker = new Worker(script, { type: 'module', name: workerName(options) })
  const listeners = new Set<Listener>()
  const emit = (event: WorkerEvent) => {
    for (const listener of listeners) {
      try {
        listener(event)
      } catch (error) {
        // Rethrown later, so that the next listener still gets the event.
        setTimeout(() => {
          throw error
        })
      }
    }
  }
  const heartbeat = new Heartbeat(() => performance.now(), emit)
  setInterval(() => heartbeat.check(), BEAT)
  worker.addEventListener('message', ({ data }: MessageEvent<WorkerEvent | Beat>) => {
    if (data.type === 'alive') heartbeat.heard()
    else emit(data)
  })
  worker.addEventListener('error', ({ message }) =>
    emit({
      type: 'problem',
      message: message
        ? `The training worker stopped: ${message}`
        : 'The training worker did not load.',
      advice: 'Reload the page.',
    }),
  )
  return {
    post(command) {
      if (storesData(command)) void requestPersistence()
      worker.postMessage(command)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Whether the command stores the data set, which needs persistent storage. */
function storesData(command: Command): boolean {
  if (command.type === 'train') return command.dataset === 'full'
  if (command.type === 'data') return command.action === 'download'
  return command.type === 'import'
}
