import type { Command, WorkerEvent } from '../../worker/protocol.ts'
import { DEFAULT_SETUP } from '../store/setup.ts'
import { createLab } from '../store/store.ts'

/** A lab whose worker is the test, without batching delays. */
export function openTestLab(chosen = false) {
  const commands: Command[] = []
  let emit: (event: WorkerEvent) => void = () => {}
  const client = {
    post: (command: Command) => void commands.push(command),
    subscribe(listener: (event: WorkerEvent) => void) {
      emit = listener
      return () => {}
    },
  }
  const clock = {
    now: () => 0,
    later(callback: () => void) {
      callback()
      return () => {}
    },
  }
  const lab = createLab(client, clock, { setup: DEFAULT_SETUP, chosen })
  return { lab, commands, emit: (event: WorkerEvent) => emit(event) }
}

/** Waits until runs are recorded and the next one has started. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))
