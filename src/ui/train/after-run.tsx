import { Download } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useStore } from 'zustand'
import type { RunEntry } from '../../runs/history/entry.ts'
import { narrowlyRight, mostConfidentMistakes } from '../../runs/inspection/mistakes.ts'
import type { Run } from '../../runs/run.ts'
import { saveFile } from '../controls/copy.ts'
import { useInspections } from '../context/gallery-context.ts'
import '../inside/inside.css'
import '../inside/confusion/confusion.css'
import { PredictionTiles } from '../inside/confusion/prediction-tiles.tsx'
import { PicturePicker } from '../inside/picture/picture-picker.tsx'
import { usePredictions } from '../inside/confusion/use-predictions.ts'
import { useReading } from '../inside/use-reading.ts'
import { Flips } from '../flip/flips.tsx'
import { useRunLibrary } from '../context/run-library-context.ts'
import { RUN } from './run-texts.ts'

const TEXT = RUN.after

/** Images shown of each kind. */
const SHOWN = 12

/** Below the curves of a finished run: what to try next, its predictions, a picture of your own, and the trained weights. */
export function AfterRun({ run }: { run: Run }) {
  const saved = useStore(useRunLibrary().latest)
  if (saved === null || saved.run.plan !== run.plan) return null
  if (run.phase !== 'done') return <Flips run={run} />
  return (
    <>
      <Flips run={run} />
      <NamedSections entry={saved.entry} />
      <div className="grid with-network">
        <OwnPicture />
        <Weights name={saved.entry.name} />
      </div>
    </>
  )
}

function NamedSections({ entry }: { entry: RunEntry }) {
  const predictions = usePredictions({ id: entry.id, isShipped: false })
  if (!predictions) return null
  const { dataset } = entry.record
  const wrong = mostConfidentMistakes(predictions).slice(0, SHOWN)
  const right = narrowlyRight(predictions).slice(0, SHOWN)
  return (
    <>
      {[
        { title: TEXT.wrong(wrong.length), records: wrong },
        { title: TEXT.right(right.length), records: right },
      ].map(
        ({ title, records }) =>
          records.length > 0 && (
            <Section key={title} title={title} className="predictions">
              <PredictionTiles
                network={{ dataset, isShipped: false }}
                predictions={predictions}
                records={records}
              />
            </Section>
          ),
      )}
    </>
  )
}

function OwnPicture() {
  return (
    <Section title={TEXT.own}>
      <p className="second">{TEXT.ownWhat}</p>
      <PicturePicker name={TEXT.choose} />
    </Section>
  )
}

/** Downloads the trained weights, which are still in the worker, as a file. */
function Weights({ name }: { name: string }) {
  const inspections = useInspections()
  const { asking, refused, ask } = useReading<null>()
  const save = async () => {
    const result = await inspections.ask({ what: 'file' })
    if (result.what === 'file') {
      saveFile(`lab94-${name.replaceAll(' ', '-')}.safetensors`, new Blob([result.bytes]))
    }
    return null
  }
  return (
    <Section title={TEXT.weights}>
      <p className="second">{TEXT.weightsWhat}</p>
      <button
        type="button"
        className="button"
        aria-disabled={asking}
        onClick={asking ? undefined : () => ask(save)}
      >
        <Download strokeWidth={1.5} aria-hidden />
        {TEXT.saveWeights}
      </button>
      {refused !== null && <p role="alert">{refused}</p>}
    </Section>
  )
}

interface SectionProps {
  readonly title: string
  readonly className?: string
  readonly children: ReactNode
}

function Section({ title, className = '', children }: SectionProps) {
  const heading = useId()
  return (
    <section className={`section after ${className}`} aria-labelledby={heading}>
      <h2 className="h2" id={heading}>
        {title}
      </h2>
      {children}
    </section>
  )
}
