import { askToKeep } from '../data/persistence.ts'
import type { Command, WorkerEvent } from './protocol.ts'

type Listener = (event: WorkerEvent) => void

/** The page's side of the worker. */
export interface WorkerClient {
  readonly post: (command: Command) => void
  /** Calls `listener` with every event from now on, in order. Returns how to end that. */
  subscribe(listener: Listener): () => void
}

/** Starts the worker. A script that does not load, or an error nobody caught, is told as a `problem`. */
export function startWorker(): WorkerClient {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  const listeners = new Set<Listener>()
  const tell = (event: WorkerEvent) => {
    for (const listener of listeners) listener(event)
  }
  worker.addEventListener('message', ({ data }: MessageEvent<WorkerEvent>) => tell(data))
  worker.addEventListener('error', ({ message }) =>
    tell({
      type: 'problem',
      message: message
        ? `The training program stopped: ${message}`
        : 'The training program did not load.',
      advice: 'Reload the page.',
    }),
  )
  return {
    post(command) {
      if (bringsData(command)) void askToKeep()
      worker.postMessage(command)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Whether the user wants the data set, and so its being kept. */
function bringsData(command: Command): boolean {
  if (command.type === 'train') return command.dataset === 'full'
  if (command.type === 'data') return command.action === 'download'
  return command.type === 'import'
}
