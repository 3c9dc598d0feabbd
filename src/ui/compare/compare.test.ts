import { describe, expect, it } from 'vitest'
import { presetChoice, withToggle } from '../../recipe/choice.ts'
import { newEntry, type RunEntry } from '../../runs/history/entry.ts'
import { type Row, rowsOf } from '../../runs/history/rows.ts'
import type { RunRecord } from '../../runs/record/record.ts'
import { syntheticRecord } from '../../runs/testing/records.ts'
import { curvesOf, measuredAt } from './charts/curves/curves.ts'
import { differingOf } from './differences/differing.ts'
import { dotScale } from './experiments/figures/table/dot-scale.ts'
import { findingOf } from './differences/finding.ts'
import { labelled, secondsAt, testSeries, valueAtX } from './charts/curves/series.ts'
import { xScale } from './charts/curves/x-scale.ts'

const PAGE = presetChoice('page-10')

function entry(seed: number, accuracy: number, choice = PAGE, record: Partial<RunRecord> = {}) {
  return newEntry(syntheticRecord({ choice, accuracy, record: { seed, ...record } }), 'here')
}

/** A row of seeds per list of accuracies; all but the first have the same recipe. */
const rowOf = (accuracies: readonly number[], choice = PAGE): Row => {
  const entries: RunEntry[] = accuracies.map((accuracy, i) => entry(i + 1, accuracy, choice))
  return rowsOf(entries, true)[0]
}

const CUTOUT = withToggle(PAGE, 'cutout', true)

describe('findingOf', () => {
  it('knows a difference that its interval keeps clear of zero', () => {
    const found = findingOf([rowOf([0.93, 0.931, 0.929]), rowOf([0.942, 0.941, 0.943], CUTOUT)])
    expect(found).toMatchObject({ kind: 'difference', known: true, more: 0, seeds: [3, 3] })
    if (found.kind !== 'difference') throw new Error('There is a difference.')
    expect(found.above.entries[0].record.choice).toEqual(CUTOUT)
    expect(found.difference).toBeCloseTo(0.012, 10)
  })

  it('says how many seeds would settle a difference that may be chance', () => {
    const found = findingOf([rowOf([0.94, 0.942, 0.938]), rowOf([0.9412, 0.9391, 0.943], CUTOUT)])
    expect(found).toMatchObject({ kind: 'difference', known: false })
    if (found.kind !== 'difference') throw new Error('There is a difference.')
    expect(found.interval?.low).toBeLessThan(0)
    expect(found.more).toBeGreaterThan(10)
  })

  it('gives no interval for single seeds, and no seed count if nothing differs', () => {
    expect(findingOf([rowOf([0.94]), rowOf([0.941], CUTOUT)])).toMatchObject({
      interval: null,
      known: false,
    })
    expect(findingOf([rowOf([0.94]), rowOf([0.94], CUTOUT)])).toMatchObject({ more: null })
  })

  it('knows a difference of single seeds that is far larger than their spread', () => {
    expect(findingOf([rowOf([0.94]), rowOf([0.929], CUTOUT)])).toMatchObject({
      interval: null,
      known: true,
      more: 0,
    })
  })

  it('finds no difference between single seeds that are all correct, whose expected spread is zero', () => {
    const perfect = [PAGE, CUTOUT].map(
      (choice) => rowsOf([entry(1, 1, choice, { dataset: 'sample', testImages: 1000 })], true)[0],
    )
    expect(findingOf(perfect)).toMatchObject({ difference: 0, spread: 0, known: false })
  })

  it('compares nothing that was tested on other images, or did not end', () => {
    const sample = entry(1, 0.6, CUTOUT, { dataset: 'sample', testImages: 1000 })
    expect(findingOf([rowOf([0.94]), rowsOf([sample], true)[0]]).kind).toBe('incomparable')
    const stopped = rowsOf([entry(1, 0.9, PAGE, { ending: { kind: 'stopped' } })], true)
    expect(findingOf(stopped).kind).toBe('unfinished')
    expect(findingOf([]).kind).toBe('nothing')
    expect(findingOf([rowOf([0.94, 0.941])])).toMatchObject({
      kind: 'one',
      seeds: 2,
      interval: null,
    })
    expect(findingOf([rowOf([0.94]), rowOf([0.94])]).kind).toBe('repeated')
  })
})

describe('differingOf', () => {
  it('has what differs and nothing else, the odd one marked', () => {
    const rows = [rowOf([0.94]), rowOf([0.94, 0.941]), rowOf([0.94], CUTOUT)]
    const { rows: differing, settings } = differingOf(rows)
    expect(differing).toEqual([
      { path: 'augmentation.cutout', values: [0, 0, 8], odd: [false, false, true] },
    ])
    expect(settings).toBeGreaterThan(30)
    expect(differingOf(rows.slice(0, 2)).rows).toEqual([])
  })

  it('has the conditions of the runs, and marks none of two', () => {
    const other = rowsOf([entry(1, 0.94, PAGE, { adapter: 'another', precision: 'f16' })], true)[0]
    const { rows } = differingOf([rowOf([0.94]), other])
    expect(rows.map(({ path }) => path)).toEqual(['computedIn', 'adapter'])
    expect(rows[0].odd).toEqual([false, false])
  })
})

describe('curves', () => {
  const row = rowOf([0.94, 0.942])
  const curves = curvesOf([row, rowOf([0.93], CUTOUT)], () => 'a')

  it('are means of seeds with their range', () => {
    const last = curves[0].points.at(-1)
    expect(curves.map(({ seeds, tone }) => [seeds, tone])).toEqual([
      [2, 0],
      [1, 1],
    ])
    expect(last?.accuracy.mean).toBeCloseTo(0.941, 10)
    expect([last?.accuracy.low, last?.accuracy.high]).toEqual([0.94, 0.942])
    expect(measuredAt(curves, 'epoch')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  it('are smoothed as drawn, and labelled as measured', () => {
    const [series] = testSeries(curves, (point) => point.accuracy, { x: 'epoch', smoothing: 2 })
    const last = series.points[9]
    expect(last.drawn).toBeLessThan(last.value)
    expect(labelled(series, 'last', 'higher')).toBe(last.value)
    expect(labelled(series, 'best', 'higher')).toBe(Math.max(...series.points.map((p) => p.value)))
    expect(valueAtX(series, 4.5)?.x).toBe(4)
    expect(valueAtX(series, 0.5)).toBeNull()
  })

  it('find the second of a step between two tests', () => {
    const { record } = syntheticRecord({ epochs: 2 })
    const [a, b] = record.tests
    expect(secondsAt(record, a.step)).toBeCloseTo(a.trainSeconds, 10)
    expect(secondsAt(record, (a.step + b.step) / 2)).toBeCloseTo(
      (a.trainSeconds + b.trainSeconds) / 2,
      10,
    )
    expect(secondsAt(record, 0)).toBe(0)
  })

  it('lie on an even or a logarithmic axis', () => {
    const even = xScale(curves, 'epoch', false)
    expect([even.share(0), even.share(5), even.share(10)]).toEqual([0, 0.5, 1])
    expect(
      even
        .ticks(600, 44)
        .map(({ label }) => label)
        .slice(0, 3),
    ).toEqual(['epoch 0', '1', '2'])
    const log = xScale(curves, 'epoch', true)
    expect([log.share(1), log.share(10)]).toEqual([0, 1])
    expect(log.share(Math.sqrt(10))).toBeCloseTo(0.5, 12)
    expect(log.ticks(600, 44).map(({ label }) => label)).toEqual(['epoch 1', '2', '5', '10'])
  })
})

describe('dotScale', () => {
  const known = (value: number, reach: number) => ({
    value,
    estimate: { value, low: value - reach, high: value + reach },
  })

  it('contains zero and every interval', () => {
    const { low, high, ticks, share } = dotScale([known(-1.2, 0.1), known(-0.4, 0.1), null])
    expect(low).toBeLessThanOrEqual(-1.3)
    expect(high).toBeGreaterThan(0)
    expect(ticks).toContain(0)
    expect([share(low), share(high)]).toEqual([0, 1])
  })

  it('is not stretched by one that is far off', () => {
    const { share } = dotScale([known(0.1, 0.1), known(-0.2, 0.1), known(0.3, 0.1), known(38, 1)])
    expect(share(38)).toBeGreaterThan(1)
  })
})
