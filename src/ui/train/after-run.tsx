import { Download } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useStore } from 'zustand'
import type { RunEntry } from '../../runs/history/entry.ts'
import { narrowlyRight, surestMistakes } from '../../runs/mistakes.ts'
import type { Run } from '../../runs/run.ts'
import { saveFile } from '../copy.ts'
import { useInspections } from '../gallery-context.ts'
import '../inside/inside.css'
import { NamedTiles } from '../inside/named-tiles.tsx'
import { PicturePicker } from '../inside/picture/picture-picker.tsx'
import { useNamed } from '../inside/use-named.ts'
import { useReading } from '../inside/use-reading.ts'
import { useKeeping } from '../keeping-context.ts'
import { RUN } from './run-texts.ts'

const TEXT = RUN.after

/** Images of each kind that are shown. */
const SHOWN = 12

/** Below the curves of a run that went to its end: what the network gets wrong and right, and what can be done with it. */
export function AfterRun({ run }: { run: Run }) {
  const kept = useStore(useKeeping().latest)
  if (kept === null || kept.run.plan !== run.plan) return null
  return (
    <>
      <NamedSections entry={kept.entry} />
      <div className="grid with-network">
        <OwnPicture />
        <Weights name={kept.entry.name} />
      </div>
    </>
  )
}

function NamedSections({ entry }: { entry: RunEntry }) {
  const named = useNamed(entry)
  if (!named) return null
  const { dataset } = entry.record
  const wrong = surestMistakes(named).slice(0, SHOWN)
  const right = narrowlyRight(named).slice(0, SHOWN)
  return (
    <>
      {[
        { title: TEXT.wrong(wrong.length), records: wrong },
        { title: TEXT.right(right.length), records: right },
      ].map(
        ({ title, records }) =>
          records.length > 0 && (
            <Section key={title} title={title} className="named">
              <NamedTiles dataset={dataset} named={named} records={records} />
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

/** The weights of the network that the worker still holds, as a file. */
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
        className="key"
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
