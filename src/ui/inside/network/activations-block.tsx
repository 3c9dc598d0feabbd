import { useState } from 'react'
import type { LayerActivations } from '../../../engine/inspection/activations.ts'
import type { Inspections } from '../../../runs/inspection/inspections.ts'
import { useInspections } from '../../context/gallery-context.ts'
import { Raster } from '../raster.tsx'
import { useStepsTaken } from '../inspected-run.ts'
import type { ShownNetwork } from '../shown-network.ts'
import { useReading } from '../use-reading.ts'
import {
  COLUMNS,
  histogramPixels,
  type ValueRange,
  rangeOf,
  activationSummary,
} from './histogram.ts'
import { ReadBlock } from './read-block.tsx'
import { NETWORK } from './texts.ts'

const TEXT = NETWORK.activations

interface SeenActivations {
  readonly start: readonly LayerActivations[]
  readonly now: readonly LayerActivations[]
  /** Steps taken by `now`. */
  readonly step: number
}

/** Activations of each layer by channel, with initial and current weights. */
export function ActivationsBlock({ network }: { network: ShownNetwork }) {
  const inspections = useInspections()
  const reading = useReading<SeenActivations>()
  const step = useStepsTaken()
  const [point, setPoint] = useState<LayerActivations['point']>('activation')
  return (
    <ReadBlock
      id="activations"
      network={network}
      title={TEXT.title}
      what={
        <>
          <p>{TEXT.what}</p>
          {reading.value !== null && (
            <>
              <p>{TEXT.how}</p>
              <div className="pick" role="radiogroup" aria-label={TEXT.point}>
                {(['activation', 'convolution'] as const).map((name) => (
                  <label key={name}>
                    <input
                      type="radio"
                      name="point"
                      checked={point === name}
                      onChange={() => setPoint(name)}
                    />
                    {TEXT.points[name]}
                  </label>
                ))}
              </div>
            </>
          )}
        </>
      }
      read={TEXT.read}
      reading={reading}
      ask={() => reading.ask(() => readActivations(inspections, step))}
    >
      {({ start, now, step }) => (
        <ul className="multiples">
          {now.map((layer, i) =>
            layer.point === point ? (
              <LayerTile key={i} start={start[i]} now={layer} step={step} />
            ) : null,
          )}
        </ul>
      )}
    </ReadBlock>
  )
}

async function readActivations(inspections: Inspections, step: number): Promise<SeenActivations> {
  const read = async (weights: 'now' | 'start') => {
    const result = await inspections.ask({ what: 'activations', weights })
    if (result.what !== 'activations') throw new Error(`Expected activations, got ${result.what}.`)
    if ('unavailable' in result.layers) throw new Error(result.layers.unavailable)
    return result.layers
  }
  return { start: await read('start'), now: await read('now'), step }
}

interface LayerTileProps {
  readonly start: LayerActivations
  readonly now: LayerActivations
  readonly step: number
}

function LayerTile({ start, now, step }: LayerTileProps) {
  const range = rangeOf([start, now])
  return (
    <li>
      <h3>{now.layer}</h3>
      <Histograms layer={start} range={range} when={TEXT.atStart} />
      <Histograms layer={now} range={range} when={TEXT.atStep(step)} />
      <p className="ends" aria-hidden>
        <span>{TEXT.value(range.low)}</span>
        <span>{TEXT.value(range.high)}</span>
      </p>
    </li>
  )
}

interface HistogramsProps {
  readonly layer: LayerActivations
  readonly range: ValueRange
  readonly when: string
}

function Histograms({ layer, range, when }: HistogramsProps) {
  return (
    <div className="histograms">
      <p>{when}</p>
      <Raster
        className="heat"
        width={COLUMNS}
        height={layer.channels}
        rgba={histogramPixels(layer, range)}
        label=""
      />
      <p>{TEXT.summary({ ...activationSummary(layer), channels: layer.channels })}</p>
    </div>
  )
}
