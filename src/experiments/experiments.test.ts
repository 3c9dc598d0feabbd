import { describe, expect, it } from 'vitest'
import { presetChoice, type RecipeChoice, resolveRecipe } from '../recipe/choice.ts'
import { newEntry, type RunEntry } from '../runs/history/entry.ts'
import { MemoryRunStore } from '../runs/history/memory-store.ts'
import { syntheticRecord } from '../runs/testing/records.ts'
import { ablatable, type Ablation, ablationTable, isKnown } from './kinds/ablation.ts'
import { armsOf, repeatRequests } from './experiment.ts'
import { Experiments } from './experiments.ts'
import { type Ladder, ladderTable } from './kinds/ladder.ts'
import { resultsOf } from './results.ts'

const BASE = presetChoice('page-10')

const ABLATION: Ablation = {
  kind: 'ablation',
  id: 'a',
  createdAt: 0,
  seeds: [1, 2, 3],
  dataset: 'full',
  engine: 'wgsl',
  base: BASE,
  toggles: ['labelSmoothing', 'flip'],
}

const LADDER: Ladder = {
  kind: 'ladder',
  id: 'l',
  createdAt: 0,
  seeds: [1, 2, 3],
  dataset: 'full',
  engine: 'wgsl',
  presets: ['airbench94', 'page-10'],
}

function run(choice: RecipeChoice, seed: number, accuracy: number, seconds = 70): RunEntry {
  const record = { seed, trainSeconds: seconds, startedAt: 1000 * seed }
  return newEntry(syntheticRecord({ epochs: 1, choice, accuracy, record }), 'here')
}

describe('an ablation', () => {
  const [base, withoutSmoothing, withoutFlip] = armsOf(ABLATION)

  it('is the recipe, and the recipe without each trick, seed by seed', () => {
    expect(base).toEqual(BASE)
    expect(resolveRecipe(withoutSmoothing).labelSmoothing).toBe(0)
    expect(resolveRecipe(withoutFlip).augmentation.flip).toBe('off')
    const { missing: requests, all } = resultsOf(ABLATION, [])
    expect(all).toBe(9)
    expect(requests.map(({ seed }) => seed)).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3])
    expect(requests[5].choice).toEqual(withoutFlip)
  })

  it('removes each optional trick of the recipe', () => {
    const names = ablatable(BASE)
    expect(names).toContain('labelSmoothing')
    expect(names).not.toContain('muon')
    for (const name of names) expect(armsOf({ ...ABLATION, toggles: [name] })).toHaveLength(2)
  })

  it('states each trick’s effect paired by seed, the largest first', () => {
    const entries = [
      ...[0.94, 0.942, 0.938].map((accuracy, i) => run(base, i + 1, accuracy)),
      ...[0.939, 0.943, 0.938].map((accuracy, i) => run(withoutSmoothing, i + 1, accuracy, 71)),
      ...[0.92, 0.9225, 0.9175].map((accuracy, i) => run(withoutFlip, i + 1, accuracy, 68 + i)),
    ]
    const results = resultsOf(ABLATION, entries)
    expect(results.missing).toEqual([])
    const { rows, base: sample, chanceOfOne } = ablationTable(ABLATION, results)
    expect(sample?.mean).toBeCloseTo(0.94, 12)
    expect(rows.map(({ toggle }) => toggle)).toEqual(['flip', 'labelSmoothing'])
    const [flip, smoothing] = rows
    expect(flip.points?.value).toBeCloseTo(-2, 10)
    expect(isKnown(flip.points)).toBe(true)
    expect(flip.seconds?.value).toBeCloseTo(-1, 10)
    expect(isKnown(smoothing.points)).toBe(false)
    expect(smoothing.seconds?.estimate).toEqual({ value: 1, low: 1, high: 1 })
    expect(chanceOfOne).toBeCloseTo(1 - 0.95 ** 2, 12)
  })

  it('is read while runs are still to come', () => {
    const results = resultsOf(ABLATION, [run(base, 1, 0.94), run(withoutFlip, 1, 0.92)])
    expect(results.missing).toHaveLength(7)
    const { rows, chanceOfOne } = ablationTable(ABLATION, results)
    expect(rows[0]).toMatchObject({ toggle: 'flip', seeds: 1, points: { estimate: null } })
    expect(rows[1].points).toBeNull()
    expect(chanceOfOne).toBeNull()
  })

  it('ignores runs from elsewhere, on other images or on another device', () => {
    const first = run(base, 1, 0.94)
    const other = run(withoutFlip, 1, 0.9)
    const counted = (entry: RunEntry) => resultsOf(ABLATION, [first, entry]).arms[2].length
    expect(counted(other)).toBe(1)
    expect(counted({ ...other, origin: 'link' })).toBe(0)
    expect(counted({ ...other, record: { ...other.record, dataset: 'sample' } })).toBe(0)
    expect(counted({ ...other, record: { ...other.record, adapter: 'another' } })).toBe(0)
    expect(counted({ ...other, record: { ...other.record, ending: { kind: 'stopped' } } })).toBe(0)
  })
})

describe('a ladder', () => {
  it('is shown beside the published result', () => {
    const entries = [run(BASE, 1, 0.94, 70), run(BASE, 2, 0.942, 72)]
    const [airbench, page] = ladderTable(LADDER, resultsOf(LADDER, entries))
    expect(airbench).toMatchObject({ preset: 'airbench94', summary: null })
    expect(page.summary?.accuracy).toMatchObject({ count: 2, mean: 0.941 })
    expect(page.summary?.seconds.mean).toBe(71)
    expect(page.published?.device).toBe('V100')
  })
})

describe('repeatRequests', () => {
  it('uses the next free seeds', () => {
    const settings = { choice: BASE, dataset: 'full', engine: 'wgsl' } as const
    const seeds = repeatRequests(settings, [1, 3, 99], 3).map(({ seed }) => seed)
    expect(seeds).toEqual([2, 4, 5])
  })
})

describe('Experiments', () => {
  const fail = (error: unknown) => {
    throw error
  }

  it('are stored, newest first, and forgotten one by one', async () => {
    const disk = new MemoryRunStore()
    const experiments = await Experiments.open(disk, fail)
    const { id } = experiments.begin(ABLATION)
    const ladder = experiments.begin(LADDER)
    expect(experiments.store.getState().map(({ kind }) => kind)).toEqual(['ladder', 'ablation'])
    experiments.remove(id)
    await new Promise((resolve) => setTimeout(resolve, 5))
    const again = await Experiments.open(disk, fail)
    expect(again.store.getState().map((each) => each.id)).toEqual([ladder.id])
  })

  it('leave out what another version stored', async () => {
    const disk = new MemoryRunStore()
    await disk.writeValue('experiments', [{ kind: 'oracle' }, ABLATION])
    expect((await Experiments.open(disk, fail)).store.getState()).toEqual([ABLATION])
  })
})
