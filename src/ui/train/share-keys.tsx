import { IdCard } from 'lucide-react'
import { useStore } from 'zustand'
import type { Run } from '../../runs/run.ts'
import { CopyKey } from '../copy-key.tsx'
import { useKeeping } from '../keeping-context.ts'
import { linkTo } from '../link-to.ts'
import { saveCard } from '../picture/save-card.ts'
import { RUN } from './run-texts.ts'

/** Takes a run that has ended elsewhere: as a link, or as a picture. */
export function ShareKeys({ run }: { run: Run }) {
  const { history, latest } = useKeeping()
  const kept = useStore(latest)
  // Until it is kept there is nothing to share.
  if (kept === null || kept.run.plan !== run.plan) return null
  const { entry } = kept
  return (
    <>
      <CopyKey
        className="key large"
        done={RUN.keys.copied}
        letter="c"
        text={() => linkTo(history, entry)}
      >
        {RUN.keys.copyLink}
      </CopyKey>
      <button type="button" className="key large" onClick={() => void saveCard(entry)}>
        <IdCard strokeWidth={1.5} aria-hidden />
        {RUN.keys.card}
      </button>
    </>
  )
}
