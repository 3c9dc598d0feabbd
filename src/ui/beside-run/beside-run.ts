import type { Run } from '../../runs/run.ts'
import type { Lab, LabState } from '../../runs/store.ts'
import { TaskWatch } from './longest-task.ts'
import { ScreenLock } from './screen-lock.ts'
import { TabIcon } from './tab-icon.ts'

/**
 * What runs have around the page from now on: the screen stays on, the tab's icon shows how far they are, and the page's
 * own tasks are watched.
 */
export function goBesideRuns({ store }: Lab): void {
  // Typed as always there; pages that came over plain http, and older browsers, have none.
  const keeper: WakeLock | undefined = navigator.wakeLock
  const screen = keeper === undefined ? null : new ScreenLock(keeper, document)
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

/** How far a run is, 0 to 1; null where nothing is going on any more. */
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
