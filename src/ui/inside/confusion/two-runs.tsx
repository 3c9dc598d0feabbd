import { type ReactNode, useMemo, useState } from 'react'
import type { Predictions } from '../../../engine/engine.ts'
import { compareMistakes } from '../../../runs/inspection/mistakes.ts'
import { Block } from '../block.tsx'
import { PredictionTiles } from './prediction-tiles.tsx'
import { RunSelect } from '../run-select.tsx'
import type { ShownNetwork } from '../shown-network.ts'
import { INSIDE } from '../texts.ts'
import { usePredictions } from './use-predictions.ts'

const TEXT = INSIDE.two

/** Images of each kind that are shown. */
const SHOWN = 10

interface TwoRunsProps {
  readonly runs: readonly ShownNetwork[]
  /** The inspected run. */
  readonly run: ShownNetwork
}

/** Test images that one run gets wrong and another right, in both directions. */
export function TwoRunsMatrix({ runs, run }: TwoRunsProps) {
  const [chosen, choose] = useState<string | null>(null)
  const others = runs.filter(({ id }) => id !== run.id)
  const other = others.find(({ id }) => id === chosen) ?? others.at(0) ?? null
  if (run.untested !== null || other === null) {
    return (
      <Block id="two-runs" title={TEXT.title} side={<p>{run.untested ?? TEXT.none}</p>}>
        {null}
      </Block>
    )
  }
  return <Comparison run={run} other={other} others={others} choose={choose} />
}

interface ComparisonProps {
  readonly run: ShownNetwork
  readonly other: ShownNetwork
  readonly others: readonly ShownNetwork[]
  readonly choose: (id: string) => void
}

function Comparison({ run, other, others, choose }: ComparisonProps) {
  const [ours, theirs] = [usePredictions(run), usePredictions(other)]
  const compared = useMemo(
    () => (ours && theirs && sameSet(run, other) ? compareMistakes(ours, theirs) : null),
    [ours, theirs, run, other],
  )
  const words = (): string => {
    if (ours === undefined || theirs === undefined) return ''
    if (ours === null || theirs === null) return TEXT.notStored((ours === null ? run : other).name)
    if (compared === null) return TEXT.otherImages
    return TEXT.finding(run.name, other.name, {
      onlyFirst: compared.onlyFirst.length,
      onlySecond: compared.onlySecond.length,
      both: compared.both,
    })
  }
  return (
    <Block
      id="two-runs"
      title={TEXT.title}
      side={
        <>
          <p>{TEXT.what}</p>
          <RunSelect
            of={TEXT.and}
            label={TEXT.other}
            runs={others}
            chosen={other}
            choose={choose}
          />
          <p aria-live="polite">{words()}</p>
        </>
      }
    >
      {compared !== null && ours && theirs && (
        <>
          <Disagreement title={TEXT.only(run.name, other.name)} run={run} predictions={ours}>
            {compared.onlyFirst}
          </Disagreement>
          <Disagreement title={TEXT.only(other.name, run.name)} run={other} predictions={theirs}>
            {compared.onlySecond}
          </Disagreement>
        </>
      )}
    </Block>
  )
}

/** Whether image indices mean the same images in both. */
const sameSet = (a: ShownNetwork, b: ShownNetwork): boolean =>
  a.dataset === b.dataset && a.imagesFingerprint === b.imagesFingerprint

interface DisagreementProps {
  readonly title: ReactNode
  readonly run: ShownNetwork
  readonly predictions: Predictions
  readonly children: readonly number[]
}

function Disagreement({ title, run, predictions, children: records }: DisagreementProps) {
  return (
    <div className="disagreement">
      <h3 className="figure-title">{title}</h3>
      {records.length === 0 ? (
        <p className="second">{TEXT.nothing}</p>
      ) : (
        <PredictionTiles
          network={run}
          predictions={predictions}
          records={records.slice(0, SHOWN)}
        />
      )}
    </div>
  )
}
