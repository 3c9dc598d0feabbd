import { RotateCw } from 'lucide-react'
import { createRoot } from 'react-dom/client'
import { isUnderWay } from '../../runs/run.ts'
import type { Lab } from '../../runs/store/store.ts'
import { LabContext, useLab } from '../context/lab-context.ts'
import './newer-version.css'
import { NEWER } from './texts.ts'

/** From now on, offers the newer version at the bottom of the page whenever no run is in progress. */
export function offerNewerVersion(lab: Lab, changeOver: () => void): void {
  const bar = document.createElement('aside')
  bar.className = 'newer'
  document.body.append(bar)
  createRoot(bar).render(
    <LabContext value={lab}>
      <NewerVersion changeOver={changeOver} />
    </LabContext>,
  )
}

function NewerVersion({ changeOver }: { changeOver: () => void }) {
  const busy = useLab(({ run }) => run !== null && isUnderWay(run))
  return (
    <div className="page" role="status">
      {!busy && (
        <p>
          {NEWER.available}
          <button type="button" className="button small" onClick={changeOver}>
            <RotateCw strokeWidth={1.5} aria-hidden />
            {NEWER.reload}
          </button>
        </p>
      )}
    </div>
  )
}
