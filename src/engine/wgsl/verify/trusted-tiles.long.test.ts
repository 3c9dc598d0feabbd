import { expect, it, onTestFinished } from 'vitest'
import { engineSpec } from '../../../trainer/schedule/prepare.ts'
import type { OpenDevice } from '../../device/device.ts'
import { createWgslEngine } from '../engine.ts'
import { openSharedDevice, smallRecipe } from '../testing/run.ts'
import { ShortTileMemory } from '../tuning/tile-memory.ts'
import { checkConvolutions, miscompiling } from '../testing/verify.ts'
import { WrongKernels } from './trusted-tiles.ts'

const SPEC = engineSpec(smallRecipe('tiny', 0.25, 8))

/** A tile store that counts its writes. */
class CountingMemory extends ShortTileMemory {
  remembered = 0

  override async remember(key: string, choices: Readonly<Record<string, string>>): Promise<void> {
    this.remembered++
    await super.remember(key, choices)
  }
}

async function build(opened: OpenDevice, tileMemory = new CountingMemory(), verifyFor = 'here') {
  const engine = await createWgslEngine(opened, SPEC, { tileMemory, verifyFor })
  onTestFinished(() => engine.dispose())
  return engine.info
}

it.each([
  { name: 'page-10', storage: 'f16' },
  { name: 'airbench94', storage: 'f32' },
  { name: 'page-79', storage: 'f32' },
] as const)('finds nothing wrong with $name in $storage', async ({ name, storage }) => {
  const recipe = smallRecipe(name, 0.25, 32)
  const { wrong, kinds } = await checkConvolutions(await openSharedDevice(), recipe, storage)
  expect(kinds.length).toBeGreaterThan(10)
  expect(wrong).toEqual([])
})

it('verifies each kernel once for an adapter, a browser and a version', async () => {
  const opened = await openSharedDevice()
  const memory = new CountingMemory()
  expect(await build(opened, memory)).toMatchObject({ wrongKernels: [], tiles: {} })
  expect(memory.remembered).toBe(1)
  await build(opened, memory)
  expect(memory.remembered).toBe(1)
  await build(opened, memory, 'another version')
  expect(memory.remembered).toBe(2)
})

it('replaces a tile that computes wrong values, and reports it', async () => {
  const opened = miscompiling(await openSharedDevice(), (label, code) =>
    label.startsWith('convForward') && label.includes('8 share')
      ? code.replace('max(upper, lower)', 'max(upper, lower) * 1.01')
      : code,
  )
  const info = await build(opened)
  expect(info.wrongKernels?.length).toBeGreaterThan(0)
  expect(info.remark).toMatch(/wrong results/)
  const [task, tile] = info.wrongKernels?.[0].split(/, (.*)/) ?? []
  expect(info.tiles[task]).toBeDefined()
  expect(info.tiles[task]).not.toBe(tile)
  expect(info.tiles[task]).toMatch(/1 share/)
})

it('refuses to compute if the plain tile is wrong too', async () => {
  const opened = miscompiling(await openSharedDevice(), (label, code) =>
    label.startsWith('convForward')
      ? code.replace('max(upper, lower)', 'max(upper, lower) * 1.01')
      : code,
  )
  await expect(build(opened)).rejects.toThrow(WrongKernels)
})
