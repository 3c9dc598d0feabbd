import { describe, expect, it } from 'vitest'
import { DEVICE_PROFILES } from '../../../plan/limits.ts'
import type { ConvShape } from '../conv-shape.ts'
import { convKernel, type ConvTask } from '../conv-task.ts'
import {
  MATRIX_TILE_BYTES,
  matrixTiles,
  type MatrixTile,
  type MatrixUnits,
} from './conv-matrix-tiles.ts'
import { convTiles, tileText } from '../conv-tiles.ts'
import { tileThreads } from '../threaded-tile.ts'

const RDNA3: MatrixUnits = { block: 16, lanes: 64, requested: true }
const NVIDIA: MatrixUnits = { block: 16, lanes: 32, requested: false }
const LAVAPIPE: MatrixUnits = { block: 8, lanes: 8, requested: false }
const TILES = [RDNA3, NVIDIA, LAVAPIPE].flatMap(matrixTiles)

const shape: ConvShape = {
  batch: 64,
  height: 16,
  width: 16,
  outHeight: 16,
  outWidth: 16,
  in: 128,
  out: 128,
  kernel: 3,
  stride: 1,
  padding: 'same',
}

const COMMON = { shape, storage: 'f16', pool: true } as const
const TASKS: readonly ConvTask[] = [
  { ...COMMON, kind: 'forward', groups: 1 },
  { ...COMMON, kind: 'inputGradient', add: true },
  { ...COMMON, kind: 'weightGradient' },
]

const kernelsOf = (tile: MatrixTile) =>
  TASKS.map((task) => convKernel(task, tile, DEVICE_PROFILES.desktop))

const count = (code: string, pattern: RegExp) => [...code.matchAll(pattern)].length

describe.each(TILES.map((tile) => [tileText(tile), tile] as const))('%s', (_text, tile) => {
  it('shares blocks, operands and results evenly', () => {
    const { units, rows, columns, depth, threadRows, threadColumns } = tile
    const threads = tileThreads(tile)
    expect(threads % units.lanes).toBe(0)
    expect(threads).toBeLessThanOrEqual(256)
    expect(rows * columns).toBe(threads * threadRows * threadColumns)
    for (const size of [rows, columns, depth]) expect(size % units.block).toBe(0)
    for (const size of [rows, columns]) expect((size * depth) % (16 * threads)).toBe(0)
  })

  it('fits in workgroup memory, with pools and statistics', () => {
    for (const { workgroupBytes, invocations } of kernelsOf(tile)) {
      expect(workgroupBytes).toBeLessThanOrEqual(MATRIX_TILE_BYTES)
      expect(invocations).toBe(tileThreads(tile))
    }
  })

  it('multiplies and stores every block once', () => {
    const blocks = tile.blocksDown * tile.blocksAcross
    for (const { code } of kernelsOf(tile)) {
      expect(count(code, /subgroupMatrixMultiplyAccumulate\(/g)).toBe(blocks)
      expect(count(code, /subgroupMatrixStore</g)).toBe(blocks)
      expect(count(code, /subgroupMatrixLoad</g)).toBe(tile.blocksDown + tile.blocksAcross)
    }
  })

  it('never widens an operand', () => {
    for (const { code } of kernelsOf(tile)) {
      const loads = [...code.matchAll(/fn ([ab]Load|unpooled)\([^{]*\{[^}]*\}/g)].map(
        ([text]) => text,
      )
      expect(loads.length).toBeGreaterThan(1)
      for (const text of loads) expect(text).not.toContain('vec4f')
    }
  })

  it('requests its subgroup size where drivers choose among several', () => {
    const { lanes, requested } = tile.units
    for (const { code } of kernelsOf(tile)) {
      expect(code.includes(`@subgroup_size(${lanes})`)).toBe(requested)
    }
  })
})

describe('convTiles', () => {
  const [forward] = TASKS
  const kinds = (task: ConvTask, matrices: MatrixUnits | null, software = false) =>
    convTiles(task, { ...DEVICE_PROFILES.desktop, software, matrices }).map(({ kind }) => kind)

  it('offers matrices only in f16, on GPUs that have them, and never first', () => {
    expect(kinds(forward, RDNA3)).toContain('matrix')
    expect(kinds(forward, RDNA3)[0]).toBe('workgroup')
    expect(kinds(forward, null)).not.toContain('matrix')
    expect(kinds({ ...forward, storage: 'f32' }, RDNA3)).not.toContain('matrix')
    expect(kinds(forward, LAVAPIPE, true)).not.toContain('matrix')
  })
})
