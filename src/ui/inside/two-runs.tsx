import { type ReactNode, useMemo, useState } from 'react'
import type { NamedImages } from '../../engine/engine.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import { compareMistakes } from '../../runs/mistakes.ts'
import { Block } from './block.tsx'
import { NamedTiles } from './named-tiles.tsx'
import { RunSelect } from './run-select.tsx'
import { INSIDE } from './texts.ts'
import { useNamed } from './use-named.ts'

const TEXT = INSIDE.two

/** Images of each kind that are shown. */
const SHOWN = 10

interface TwoRunsProps {
  readonly runs: readonly RunEntry[]
  /** The run that is looked into. */
  readonly run: RunEntry | null
}

/** Which test images one run names wrong and another right, both ways. */
export function TwoRuns({ runs, run }: TwoRunsProps) {
  const [chosen, choose] = useState<string | null>(null)
  const others = runs.filter(({ id }) => id !== run?.id)
  const other = others.find(({ id }) => id === chosen) ?? others.at(0) ?? null
  if (run === null || other === null) {
    return (
      <Block id="two-runs" title={TEXT.title} side={<p>{TEXT.none}</p>}>
        {null}
      </Block>
    )
  }
  return <Comparison run={run} other={other} others={others} choose={choose} />
}

interface ComparisonProps {
  readonly run: RunEntry
  readonly other: RunEntry
  readonly others: readonly RunEntry[]
  readonly choose: (id: string) => void
}

function Comparison({ run, other, others, choose }: ComparisonProps) {
  const [ours, theirs] = [useNamed(run), useNamed(other)]
  const compared = useMemo(
    () => (ours && theirs && sameSet(run, other) ? compareMistakes(ours, theirs) : null),
    [ours, theirs, run, other],
  )
  const words = (): string => {
    if (ours === undefined || theirs === undefined) return ''
    if (ours === null || theirs === null) return TEXT.notKept((ours === null ? run : other).name)
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
            of={TEXT.beside}
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
          <Disagreement title={TEXT.only(run.name, other.name)} run={run} named={ours}>
            {compared.onlyFirst}
          </Disagreement>
          <Disagreement title={TEXT.only(other.name, run.name)} run={other} named={theirs}>
            {compared.onlySecond}
          </Disagreement>
        </>
      )}
    </Block>
  )
}

const sameSet = (a: RunEntry, b: RunEntry): boolean => a.record.dataset === b.record.dataset

interface DisagreementProps {
  readonly title: ReactNode
  readonly run: RunEntry
  readonly named: NamedImages
  readonly children: readonly number[]
}

function Disagreement({ title, run, named, children: records }: DisagreementProps) {
  return (
    <div className="disagreement">
      <h3 className="figure-title">{title}</h3>
      {records.length === 0 ? (
        <p className="second">{TEXT.nothing}</p>
      ) : (
        <NamedTiles dataset={run.record.dataset} named={named} records={records.slice(0, SHOWN)} />
      )}
    </div>
  )
}
