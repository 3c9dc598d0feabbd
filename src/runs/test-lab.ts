import type { Command, WorkerEvent } from '../worker/protocol.ts'
import { DEFAULT_SETUP } from './setup.ts'
import { createLab } from './store.ts'

/** A lab whose worker is the test, and whose batches come at once. */
export function openTestLab(chosen = false) {
  const commands: Command[] = []
  let tell: (event: WorkerEvent) => void = () => {}
  const client = {
    post: (command: Command) => void commands.push(command),
    subscribe(listener: (event: WorkerEvent) => void) {
      tell = listener
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
  return { lab, commands, tell: (event: WorkerEvent) => tell(event) }
}
