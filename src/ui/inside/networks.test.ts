import { describe, expect, it } from 'vitest'
import { presetChoice, withToggle } from '../../recipe/choice.ts'
import { newEntry, type RunEntry } from '../../runs/history/entry.ts'
import { syntheticRecord } from '../../runs/testing/records.ts'
import { networksToShow, type NetworksToShow } from './networks.ts'

const page10 = presetChoice('page-10')
const CONFUSION = Array.from({ length: 100 }, () => 1)

const entryOf = (seed: number, choice = page10, confusion: number[] | null = CONFUSION): RunEntry =>
  newEntry(syntheticRecord({ choice, record: { seed, confusion } }), 'here')

const heldAt = (entry: RunEntry, step = entry.record.stepsTaken) => ({
  request: {
    choice: entry.record.choice,
    seed: entry.record.seed,
    dataset: entry.record.dataset,
    engine: 'wgsl' as const,
  },
  step,
})

const show = (some: Partial<NetworksToShow>) =>
  networksToShow({
    entries: [],
    held: null,
    recordedAs: null,
    underWay: false,
    shipped: null,
    setup: { choice: presetChoice('tiny'), seed: 3 },
    ...some,
  })

describe('networksToShow', () => {
  it('shows the shipped network before any run, and has the next run’s recipe last', () => {
    const networks = show({})
    expect(networks.map(({ id }) => id)).toEqual(['shipped', 'next'])
    expect(networks[0]).toMatchObject({ isShipped: true, untested: null, held: null })
    expect(networks[0].choice.preset).toBe('auto')
    expect(networks[1]).toMatchObject({ seed: 3, name: 'Next run' })
    expect(networks[1].untested).toMatch('not trained')
  })

  it('gives the last run its weights, each run its own recipe, and leaves out runs without predictions', () => {
    const [last, before] = [entryOf(1, withToggle(page10, 'cutout', true)), entryOf(2)]
    const stopped = entryOf(4, page10, null)
    const entries = [stopped, last, before]
    const networks = show({ entries, held: heldAt(last), recordedAs: last.id })
    expect(networks.map(({ id }) => id)).toEqual([last.id, before.id, 'shipped', 'next'])
    expect(networks[0].held?.request.seed).toBe(1)
    expect(networks[0].recipe.augmentation.cutout).toBe(8)
    expect(networks[1].held).toBeNull()
    expect(networks[1].recipe.augmentation.cutout).toBe(0)
  })

  it('shows the shipped network before runs from elsewhere, which came without weights', () => {
    const recorded: RunEntry = { ...entryOf(1), origin: 'shipped' }
    const own = entryOf(2)
    const ids = (entries: readonly RunEntry[]) => show({ entries }).map(({ id }) => id)
    expect(ids([recorded])).toEqual(['shipped', recorded.id, 'next'])
    expect(ids([recorded, own])).toEqual([own.id, 'shipped', recorded.id, 'next'])
  })

  it('knows the run that was saved after a reload by its recipe, seed and steps', () => {
    const entries = [entryOf(1), entryOf(2)]
    const held = heldAt(entries[1])
    expect(show({ entries, held }).map((network) => network.held)).toEqual([null, held, null, null])
    const earlier = show({ entries, held: heldAt(entries[1], 97) })
    expect(earlier.map(({ id }) => id)).toEqual([
      entries[0].id,
      entries[1].id,
      'held',
      'shipped',
      'next',
    ])
  })

  it('shows the current run first, even if its recipe and seed ran before', () => {
    const entry = entryOf(1)
    const networks = show({ entries: [entry], held: heldAt(entry, 0), underWay: true })
    expect(networks[0]).toMatchObject({ id: 'held', name: 'Run in progress', confusion: null })
    expect(networks[1].held).toBeNull()
    expect(show({ entries: [entry], underWay: true })[0].id).toBe(entry.id)
  })
})
