import { Shuffle } from 'lucide-react'
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import { useStore } from 'zustand'
import { resolveRecipe } from '../../../recipe/choice.ts'
import { summariseChoice } from '../../../recipe/summary.ts'
import { useInspections } from '../../gallery-context.ts'
import { Block } from '../block.tsx'
import { type Subject, useSubject } from '../subject.ts'
import { useReading } from '../use-reading.ts'
import { answersTo, type PictureAnswers } from './answers.ts'
import { arrive, isPicture, lookAt, lookedAt, PICTURE_PART } from './looked-at.ts'
import './picture.css'
import { PicturePicker } from './picture-picker.tsx'
import { PICTURE } from './texts.ts'
import { type PicturePixels, usePixels } from './use-pixels.ts'
import { ViewTable } from './view-table.tsx'

/** A picture of one's own, or a test image, under each view of the network. */
export function PictureBlock() {
  const subject = useSubject()
  const picture = useStore(lookedAt, (state) => state.picture)
  useEffect(arrive, [])
  usePastedPictures()
  return (
    <Block
      id={PICTURE_PART}
      title={PICTURE.title}
      side={
        subject === null ? (
          <p>{PICTURE.none}</p>
        ) : (
          <>
            <p>{PICTURE.what}</p>
            <Keys subject={subject} />
            <p>{PICTURE.network(summariseChoice(subject.request.choice), subject.request.seed)}</p>
            {picture?.kind === 'own' && <p>{PICTURE.shrunk}</p>}
          </>
        )
      }
    >
      {subject !== null && picture !== null && <Looked subject={subject} />}
    </Block>
  )
}

function Keys({ subject }: { subject: Subject }) {
  const turn = useRef(0)
  const { dataset } = subject.request
  const anotherTestImage = () => {
    turn.current++
    lookAt({ kind: 'test', dataset, record: (STRIDE * turn.current) % TEST_IMAGES[dataset] })
  }
  return (
    <p className="picture-keys">
      <PicturePicker name={PICTURE.choose} small />
      <button type="button" className="key small" onClick={anotherTestImage}>
        <Shuffle strokeWidth={1.5} aria-hidden />
        {PICTURE.test}
      </button>
    </p>
  )
}

const TEST_IMAGES = { full: 10_000, sample: 1000 }

/** Has no divisor in common with either number of test images, so all of them come in turn. */
const STRIDE = 617

function Looked({ subject }: { subject: Subject }) {
  const picture = useStore(lookedAt, (state) => state.picture)
  const pixels = usePixels(picture)
  const { views } = resolveRecipe(subject.request.choice)
  const inspections = useInspections()
  const { value, asking, refused, ask } = useReading<{
    readonly of: PicturePixels
    readonly answers: PictureAnswers
  }>()
  const show = useEffectEvent((shown: PicturePixels) =>
    ask(async () => ({ of: shown, answers: await answersTo(inspections, shown.pixels, views) })),
  )
  const { request } = subject
  useEffect(() => {
    if (pixels !== null && typeof pixels !== 'string') show(pixels)
  }, [pixels, request])
  if (typeof pixels === 'string') return <Said alert>{pixels}</Said>
  if (refused !== null) return <Said alert>{refused}</Said>
  if (value === null || asking || value.of !== pixels) return <Said>{PICTURE.looking}</Said>
  return <ViewTable answers={value.answers} truth={value.of.truth} />
}

const Said = ({ alert = false, children }: { alert?: boolean; children: ReactNode }) => (
  <p className="second" role={alert ? 'alert' : 'status'}>
    {children}
  </p>
)

/** Takes a picture out of the clipboard, unless it was pasted into a field. */
function usePastedPictures(): void {
  useEffect(() => {
    const take = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) {
        return
      }
      const file = [...(event.clipboardData?.files ?? [])].find(isPicture)
      if (file !== undefined) lookAt({ kind: 'own', picture: file })
    }
    window.addEventListener('paste', take)
    return () => window.removeEventListener('paste', take)
  }, [])
}
