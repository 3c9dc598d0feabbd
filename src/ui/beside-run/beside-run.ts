import type { Run } from '../../runs/run.ts'
import type { Lab } from '../../runs/store/store.ts'
import type { LabState } from '../../runs/store/lab-state.ts'
import { TaskWatch } from './longest-task.ts'
import { ScreenLock } from './screen-lock.ts'
import { TabIcon } from './tab-icon.ts'

/** From now on, during runs: keeps the screen on, shows progress in the tab's icon, and watches for long tasks. */
export function goBesideRuns({ store }: Lab): void {
  // Typed as always present, but missing over plain http and in older browsers.
  const wakeLock: WakeLock | undefined = navigator.wakeLock
  const screen = wakeLock === undefined ? null : new ScreenLock(wakeLock, document)
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  const icon = link === null ? null : new TabIcon(link)
  const tasks = new TaskWatch()
  const follow = ({ run }: LabState) => {
    tasks.want(run?.phase === 'running')
    screen?.want(run?.phase === 'preparing' || run?.phase === 'running')
    icon?.show(run === null ? null : progressOf(run))
  }
  store.subscribe(follow)
  follow(store.getState())
}

/** A run's progress, 0 to 1; null once it has ended. */
function progressOf({ phase, plan, steps }: Run): number | null {
  switch (phase) {
    case 'preparing':
      return 0
    case 'running':
    case 'paused':
      return plan === null ? 0 : steps / plan.length.steps
    case 'done':
    case 'stopped':
    case 'failed':
      return null
  }
}
