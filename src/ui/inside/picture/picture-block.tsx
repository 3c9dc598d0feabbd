import { DATASET_SIZES, type DatasetName } from '../../../data/datasets.ts'
import { Shuffle } from 'lucide-react'
import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import { useStore } from 'zustand'
import { presetChoice, resolveRecipe } from '../../../recipe/choice.ts'
import { summariseChoice } from '../../../recipe/choice/summary.ts'
import { SHIPPED_PRESET } from '../../../trainer/shipped/shipped-network.ts'
import { useLab } from '../../context/lab-context.ts'
import { SHIPPED } from '../../shipped/texts.ts'
import { useInspections } from '../../context/gallery-context.ts'
import { Block } from '../block.tsx'
import type { InspectedRun } from '../inspected-run.ts'
import type { ShownNetwork } from '../shown-network.ts'
import { useReading } from '../use-reading.ts'
import { predictionsFor, type PicturePredictions } from './predictions.ts'
import {
  arrive,
  isPicture,
  lookAt,
  lookedAt,
  type LookingNetwork,
  PICTURE_PART,
} from './looked-at.ts'
import './picture.css'
import { PicturePicker } from './picture-picker.tsx'
import { PICTURE } from './texts.ts'
import { type PicturePixels, usePixels } from './use-pixels.ts'
import { ViewTable } from './view-table.tsx'

/** A custom picture or a test image under each view of a run's network, or of the shipped one. */
export function PictureBlock({ network: shown }: { network: ShownNetwork }) {
  const run = shown.held
  const picture = useStore(lookedAt, (state) => state.picture)
  const network = useStore(lookedAt, (state) => state.network)
  const dataset = useLab(({ data }) => (data?.phase === 'ready' ? 'full' : 'sample'))
  const subject = network === 'shipped' ? null : run
  useEffect(arrive, [])
  usePastedPictures()
  return (
    <Block
      id={PICTURE_PART}
      title={PICTURE.title}
      side={
        <>
          <p>{PICTURE.what}</p>
          {run !== null && <NetworkPick network={network} />}
          <Keys dataset={run === null || network === 'shipped' ? dataset : run.request.dataset} />
          {subject === null ? (
            <>
              {!shown.isShipped && run === null && shown.untested === null && <p>{PICTURE.gone}</p>}
              <p>{SHIPPED.label}</p>
              {picture === null && <p>{SHIPPED.fetches}</p>}
            </>
          ) : (
            <p>{PICTURE.network(summariseChoice(subject.request.choice), subject.request.seed)}</p>
          )}
          {picture?.kind === 'own' && <p>{PICTURE.shrunk}</p>}
        </>
      }
    >
      {picture !== null && <Looked key={subject === null ? 'shipped' : 'run'} subject={subject} />}
    </Block>
  )
}

const NETWORKS: readonly LookingNetwork[] = ['run', 'shipped']

function NetworkPick({ network }: { network: LookingNetwork }) {
  return (
    <div className="pick" role="radiogroup" aria-label={SHIPPED.network}>
      {NETWORKS.map((name) => (
        <label key={name}>
          <input
            type="radio"
            name="looking-network"
            checked={network === name}
            onChange={() => lookedAt.setState({ network: name })}
          />
          {SHIPPED.networks[name]}
        </label>
      ))}
    </div>
  )
}

function Keys({ dataset }: { dataset: DatasetName }) {
  const turn = useRef(0)
  const anotherTestImage = () => {
    turn.current++
    lookAt({ kind: 'test', dataset, record: (STRIDE * turn.current) % DATASET_SIZES[dataset].test })
  }
  return (
    <p className="picture-buttons">
      <PicturePicker name={PICTURE.choose} size="small" />
      <button type="button" className="button small" onClick={anotherTestImage}>
        <Shuffle strokeWidth={1.5} aria-hidden />
        {PICTURE.test}
      </button>
    </p>
  )
}

/** Coprime to both numbers of test images, so that all of them come up in turn. */
const STRIDE = 617

/** A network's predictions of the picture: the run's, or the shipped one's if null. */
function Looked({ subject }: { subject: InspectedRun | null }) {
  const picture = useStore(lookedAt, (state) => state.picture)
  const pixels = usePixels(picture)
  const choice = subject?.request.choice ?? presetChoice(SHIPPED_PRESET)
  const { views } = resolveRecipe(choice)
  const network = subject === null ? 'shipped' : 'run'
  const inspections = useInspections()
  const { value, asking, refused, ask } = useReading<{
    readonly of: PicturePixels
    readonly predictions: PicturePredictions
  }>()
  const show = useEffectEvent((shown: PicturePixels) =>
    ask(async () => ({
      of: shown,
      predictions: await predictionsFor(inspections, shown.pixels, views, network),
    })),
  )
  const request = subject?.request
  useEffect(() => {
    if (pixels !== null && typeof pixels !== 'string') show(pixels)
  }, [pixels, request])
  if (typeof pixels === 'string') return <Said alert>{pixels}</Said>
  if (refused !== null) return <Said alert>{refused}</Said>
  if (value === null || asking || value.of !== pixels) return <Said>{PICTURE.looking}</Said>
  return <ViewTable predictions={value.predictions} truth={value.of.truth} />
}

const Said = ({ alert = false, children }: { alert?: boolean; children: ReactNode }) => (
  <p className="second" role={alert ? 'alert' : 'status'}>
    {children}
  </p>
)

/** Takes a picture from the clipboard, unless pasted into a field. */
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
