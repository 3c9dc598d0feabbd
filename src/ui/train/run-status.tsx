import { useState } from 'react'
import { epochsDone, GOAL, isUnderWay, type Run } from '../../runs/run.ts'
import { finalScore } from '../../trainer/events.ts'
import { formatTime, percentFigure } from '../words/format.ts'
import { useLab } from '../context/lab-context.ts'
import type { PageView } from '../address/page-view.ts'
import { epochWords } from './epoch-words.ts'
import { ANNOUNCE, TITLE } from './texts.ts'

/** Shows the run's state in the window's title, and announces it to screen readers once an epoch. */
export function RunStatus({ view }: { view: PageView }) {
  const title = useLab(({ run }) =>
    run === null || (view !== 'train' && !isUnderWay(run)) ? TITLE.idle[view] : titleOf(run),
  )
  const isResumed = useResumed()
  const words = useLab(({ run }) => {
    if (run === null) return ''
    return isResumed ? ANNOUNCE.resumed : announcementOf(run)
  })
  return (
    <>
      <title>{title}</title>
      <p className="hidden-text" role="status">
        {words}
      </p>
    </>
  )
}

/** Whether the run was paused and has not been tested since. */
function useResumed(): boolean {
  const phase = useLab(({ run }) => run?.phase ?? null)
  const tests = useLab(({ run }) => run?.epochs.length ?? 0)
  const [last, setLast] = useState<{ phase: Run['phase'] | null; resumedAt: number | null }>({
    phase,
    resumedAt: null,
  })
  if (phase !== last.phase) {
    const resumes = last.phase === 'paused' && phase === 'running'
    setLast({ phase, resumedAt: resumes ? tests : null })
  }
  return phase === 'running' && last.resumedAt === tests
}

const accuracyOf = (run: Run): string =>
  run.result === null ? '' : percentFigure(finalScore(run.result).accuracy, GOAL)

function titleOf(run: Run): string {
  const { plan } = run
  const percent = plan === null ? 0 : Math.floor((100 * run.steps) / plan.length.steps)
  switch (run.phase) {
    case 'preparing':
      return TITLE.preparing
    case 'running': {
      if (plan === null) return TITLE.preparing
      const { length } = plan
      const epoch = Math.min(Math.floor(epochsDone(run)) + 1, Math.ceil(length.epochs))
      return TITLE.running(percent, String(epoch), epochWords(Math.ceil(length.epochs), length))
    }
    case 'paused':
      return TITLE.paused(percent)
    case 'done':
      return TITLE.done(accuracyOf(run), formatTime(run.trainSeconds))
    case 'stopped':
      return TITLE.stopped
    case 'failed':
      return TITLE.failed
  }
}

function announcementOf(run: Run): string {
  const last = run.epochs.at(-1)
  switch (run.phase) {
    case 'preparing':
      return ANNOUNCE.preparing
    case 'running': {
      if (run.plan === null || last === undefined) return ANNOUNCE.running
      const { length } = run.plan
      return ANNOUNCE.epoch(
        epochWords(last.epoch, length),
        epochWords(length.epochs, length),
        percentFigure(finalScore(last.test).accuracy, GOAL),
      )
    }
    case 'paused':
      return ANNOUNCE.paused
    case 'done':
      return ANNOUNCE.done(accuracyOf(run), formatTime(run.trainSeconds))
    case 'stopped':
      return ANNOUNCE.stopped
    case 'failed':
      return ANNOUNCE.failed(run.failure?.message ?? '')
  }
}
