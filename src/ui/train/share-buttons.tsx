import { IdCard } from 'lucide-react'
import { useStore } from 'zustand'
import type { Run } from '../../runs/run.ts'
import { CopyButton } from '../controls/copy-button.tsx'
import { useRunLibrary } from '../context/run-library-context.ts'
import { linkTo } from '../address/link-to.ts'
import { useRaced } from '../race/raced.ts'
import { loadAndSaveCard } from '../picture/load-card.ts'
import { RUN } from './run-texts.ts'
import { attempt } from '../controls/attempt.ts'

/** Shares a finished run as a link or an image. */
export function ShareButtons({ run }: { run: Run }) {
  const { history, latest } = useRunLibrary()
  const saved = useStore(latest)
  const raced = useRaced()
  // There is nothing to share until it is saved.
  if (saved === null || saved.run.plan !== run.plan) return null
  const { entry } = saved
  return (
    <>
      <CopyButton
        className="button large"
        done={RUN.buttons.copied}
        letter="c"
        text={() => linkTo(history, entry)}
      >
        {RUN.buttons.copyLink}
      </CopyButton>
      <button
        type="button"
        className="button large"
        onClick={() => attempt(() => loadAndSaveCard({ id: entry.id, entries: [entry] }, raced))}
      >
        <IdCard strokeWidth={1.5} aria-hidden />
        {RUN.buttons.card}
      </button>
    </>
  )
}
