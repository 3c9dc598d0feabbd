import { convForward } from '../../kernels/conv/conv-forward.ts'
import { convInputGradient } from '../../kernels/conv/conv-input-gradient.ts'
import { matrixTiles, type MatrixUnits } from '../../kernels/conv/matrix/conv-matrix-tiles.ts'
import { outputSides, type ConvShape } from '../../kernels/conv/conv-shape.ts'
import {
  F16_PRODUCT_TILE,
  F16_TILES,
  LARGE_TILE,
  PORTABLE_TILE,
  tileSides,
  tileText,
  WORKGROUP_TILES,
  type ConvTile,
} from '../../kernels/conv/conv-tiles.ts'
import { convWeightGradient } from '../../kernels/conv/conv-weight-gradient.ts'
import { halfBits, halfValue } from '../../../../model/half.ts'
import type { StorageType } from '../../codegen/kernel.ts'
import { LARGEST_HALF } from '../../codegen/storage.ts'
import {
  exact,
  near,
  type ExpectedOutput,
  type KernelCase,
  type KernelProblem,
  type SelfTestScope,
} from '../kernel-case.ts'
import {
  packPoolPositions,
  referenceForward,
  referenceInputGradient,
  referencePool,
  referenceUnpool,
  referenceWeightGradient,
  tileStatistics,
} from '../reference/convolution.ts'
import { sumOfParts } from '../reference/sums.ts'
import { encode, type CaseRandom } from '../tensors.ts'

function conv(sizes: Partial<ConvShape>): ConvShape {
  const base = { batch: 2, height: 8, width: 8, in: 8, out: 8, kernel: 3, stride: 1 } as const
  const s = { ...base, padding: 'same' as const, ...sizes }
  const side = (length: number) =>
    s.padding === 'same'
      ? Math.ceil(length / s.stride)
      : Math.floor((length - s.kernel) / s.stride) + 1
  return { ...s, outHeight: side(s.height), outWidth: side(s.width) }
}

const register = (lanes: 1 | 4 | 8, shared: 'rows' | 'columns', count: number): ConvTile => ({
  kind: 'register',
  lanes,
  shared,
  count,
  quads: 1,
})

/** The first choice of software adapters with subgroups of 8. */
const USUAL_TILE = register(8, 'columns', 16)

const TILES: Readonly<Record<string, ConvTile>> = {
  '8 lanes, 16 columns shared': USUAL_TILE,
  '8 lanes, 32 rows shared': register(8, 'rows', 32),
  '4 lanes, 12 columns shared': register(4, 'columns', 12),
  '1 lane, 8 columns': register(1, 'columns', 8),
  ...Object.fromEntries(WORKGROUP_TILES.map((tile) => [tileText(tile), tile])),
}

const lanesOf = (tile: ConvTile) => (tile.kind === 'register' ? tile.lanes : 1)

type ShapeOf = (random: CaseRandom) => ConvShape

const SHAPES = {
  'odd sides and channels': () => conv({ height: 7, width: 5, in: 12, out: 28 }),
  'one pixel': () => conv({ height: 1, width: 1, in: 4, out: 4, batch: 3 }),
  valid: () => conv({ height: 9, width: 7, in: 4, out: 24, kernel: 2, padding: 'valid' }),
  'one tap': () => conv({ height: 6, width: 6, in: 28, out: 16, kernel: 1 }),
  // Sums of thousands of numbers, on maps as small as the last ones.
  deep: () => conv({ height: 2, width: 2, in: 512, out: 12 }),
  strided: () => conv({ height: 7, width: 6, in: 8, out: 12, stride: 2 }),
  // Shapes in which a step of the tile stays in one tap, and in one row or image.
  'whole steps': () => conv({ height: 16, width: 16, in: 16, out: 32, batch: 1 }),
  'rows of a step': () => conv({ height: 4, width: 4, in: 32, out: 36, batch: 9 }),
  random: (random) =>
    conv({
      batch: random.whole('batch', 1, 3),
      height: random.whole('height', 2, 9),
      width: random.whole('width', 2, 9),
      in: 4 * random.whole('in', 1, 8),
      out: 4 * random.whole('out', 1, 8),
      kernel: ([1, 2, 3] as const)[random.whole('kernel', 0, 2)],
      stride: ([1, 2] as const)[random.whole('stride', 0, 1)],
      padding: 'same',
    }),
} satisfies Readonly<Record<string, ShapeOf>>

type ShapeName = keyof typeof SHAPES

function operands(random: CaseRandom, shape: ConvShape, storage: StorageType, pooled: boolean) {
  const { height, width } = outputSides(shape, pooled)
  const tensor = (name: string, count: number) => random.stored(name, count, storage)
  return {
    x: tensor('x', shape.batch * shape.height * shape.width * shape.in),
    w: tensor('w', shape.kernel ** 2 * shape.in * shape.out),
    dy: tensor('dy', shape.batch * height * width * shape.out),
  }
}

/** Integers whose sums are exact in any order, and too large for f16 to hold exactly. */
const whole = (random: CaseRandom, shape: ConvShape) => ({
  x: random
    .few('x', shape.batch * shape.height * shape.width * shape.in)
    .map((value) => 37 * value),
  w: random.few('w', shape.kernel ** 2 * shape.in * shape.out),
})

/** What `convForward` must report about every tile of `pixels` pixels of y. */
function statisticsOf({ out }: ConvShape, y: ArrayLike<number>, pixels: number): ExpectedOutput[] {
  const { counts, means, squares } = tileStatistics(y, out, pixels)
  const row = (which: number) => (numbers: ArrayLike<number>) =>
    Array.from(numbers).filter((_, i) => Math.floor(i / out) % 3 === which)
  return [
    exact('statistics', counts, 'f32', row(0)),
    near('statistics', means, 'f32', row(1)),
    near('statistics', squares, 'f32', row(2)),
  ]
}

/**
 * A kernel without extras: its shape, storage and tile, and the number of parts that it splits the weight gradient
 * into.
 */
interface Use {
  readonly name: string
  readonly shapeOf: ShapeOf
  readonly storage: StorageType
  readonly tile: ConvTile
  readonly splits: number
  readonly scope: SelfTestScope
}

/** f16 sums of 16 products are off by 7e-4, whether stored in f16 or not. */
const F16_PRODUCT_TOLERANCE = 2e-3

function directions({ name, shapeOf, storage, tile, splits, scope }: Use): KernelCase[] {
  const f16Products = tile.kind === 'workgroup' && tile.f16Products
  const within = (expected: ExpectedOutput): ExpectedOutput =>
    f16Products ? { ...expected, tolerance: F16_PRODUCT_TOLERANCE } : expected
  const one = (
    kernel: string,
    problem: (shape: ConvShape, random: CaseRandom) => KernelProblem,
  ): KernelCase => ({
    kernel,
    name,
    storage,
    lanes: lanesOf(tile),
    scope,
    problem: (random) => problem(shapeOf(random), random),
  })
  return [
    one('convForward', (shape, random) => {
      const { x, w } =
        storage === 'f32' ? operands(random, shape, storage, false) : whole(random, shape)
      const y = referenceForward(shape, x, w)
      const stored = storage === 'f32' ? y : y.map((value) => halfValue(halfBits(value)))
      return {
        kernel: convForward({ shape, storage, tile, pool: false, statistics: true }),
        inputs: { x: encode(x, storage), w: encode(w, storage) },
        expected: [near('y', y, storage), ...statisticsOf(shape, stored, tileSides(tile).rows)],
      }
    }),
    one('convInputGradient', (shape, random) => {
      const { dy, w } = operands(random, shape, storage, false)
      return {
        kernel: convInputGradient({ shape, storage, tile, pooled: false, add: false }),
        inputs: { dy: encode(dy, storage), w: encode(w, storage) },
        expected: [within(near('dx', referenceInputGradient(shape, dy, w), storage))],
      }
    }),
    one('convWeightGradient', (shape, random) => {
      const { x, dy } = operands(random, shape, storage, false)
      const dw = referenceWeightGradient(shape, x, dy)
      return {
        kernel: convWeightGradient({ shape, storage, tile, pooled: false, splits }),
        inputs: { x: encode(x, storage), dy: encode(dy, storage) },
        expected: [within(near('partials', dw, 'f32', sumOfParts(splits)))],
      }
    }),
  ]
}

/**
 * Convolutions followed by a 2x2 pool: on odd sides, and with a tile that shares all columns if it shares columns.
 */
function pooledPasses(
  tileName: string,
  tile: ConvTile,
  storage: StorageType,
  scope: SelfTestScope,
): KernelCase[] {
  const lanes = lanesOf(tile)
  const out = tile.kind === 'register' && lanes === 1 ? 8 : 20
  // Steps of one tile stay in an image; they cross rows of windows in the others.
  const side = tile === LARGE_TILE ? 8 : 7
  const shape = conv({ height: side, width: side, in: 4, out })
  const wide =
    tile.kind === 'register' && tile.shared === 'columns' ? { ...tile, count: out } : tile
  const pooledOperands = (random: CaseRandom) => {
    const { x, w, dy } = operands(random, shape, storage, true)
    const { positions } = referencePool(shape, referenceForward(shape, x, w))
    const position = packPoolPositions(shape, positions)
    return { x, w, dy, position, full: referenceUnpool(shape, dy, positions) }
  }
  return [
    {
      kernel: 'convForward',
      name: `${tileName}, pooled, with ties`,
      storage,
      lanes,
      scope,
      problem(random) {
        const x = random.few('x', shape.batch * shape.height * shape.width * shape.in)
        const w = random.few('w', shape.kernel ** 2 * shape.in * shape.out)
        const { values, positions } = referencePool(shape, referenceForward(shape, x, w))
        return {
          kernel: convForward({ shape, storage, tile: wide, pool: true, statistics: true }),
          inputs: { x: encode(x, storage), w: encode(w, storage) },
          expected: [
            exact('y', values, storage),
            exact('position', packPoolPositions(shape, positions), 'u32'),
            ...statisticsOf(shape, values, tileSides(wide).rows / 4),
          ],
        }
      },
    },
    {
      kernel: 'convInputGradient',
      name: `${tileName}, of a pool, added to another`,
      storage,
      lanes,
      scope,
      problem(random) {
        const { x, w, dy, position, full } = pooledOperands(random)
        const add = random.stored('add', x.length, storage)
        const dx = referenceInputGradient(shape, full, w).map((value, i) => value + add[i])
        return {
          kernel: convInputGradient({ shape, storage, tile, pooled: true, add: true }),
          inputs: {
            dy: encode(dy, storage),
            position,
            w: encode(w, storage),
            add: encode(add, storage),
          },
          expected: [near('dx', dx, storage)],
        }
      },
    },
    {
      kernel: 'convWeightGradient',
      name: `${tileName}, of a pool`,
      storage,
      lanes,
      scope,
      problem(random) {
        const { x, dy, position, full } = pooledOperands(random)
        const dw = referenceWeightGradient(shape, x, full)
        return {
          kernel: convWeightGradient({ shape, storage, tile, pooled: true, splits: 2 }),
          inputs: { x: encode(x, storage), dy: encode(dy, storage), position },
          expected: [near('partials', dw, 'f32', sumOfParts(2))],
        }
      },
    },
  ]
}

/**
 * The shapes that a software adapter tests. It skips the others, since compiling a kernel takes up to four seconds of
 * a core. Its first choice of tile is tested with most shapes. Other tiles that share columns are tested with a few,
 * which use both memory layouts. Tiles that share rows are never the first choice. Of the workgroup tiles, which are
 * for GPUs, it tests one, and a single shape of those for Intel. The long tests and every GPU test all.
 */
const USUAL_SHAPES: readonly ShapeName[] = [
  'odd sides and channels',
  'one pixel',
  'valid',
  'one tap',
  'deep',
  'strided',
  'random',
]
const FEW_SHAPES: readonly ShapeName[] = ['odd sides and channels', 'strided']

const casesOfTile = ([tileName, tile]: readonly [string, ConvTile]): KernelCase[] => {
  const isRegister = tile.kind === 'register'
  const scopeIf = (isQuick: boolean): SelfTestScope => {
    if (!isQuick) return 'thorough'
    return isRegister ? 'page' : 'tests'
  }
  const isTested = isRegister ? tile.shared === 'columns' : tile === PORTABLE_TILE
  const isFrugal = tile.kind === 'workgroup' && tile.frugal
  const quickShapes = tile === USUAL_TILE ? USUAL_SHAPES : FEW_SHAPES
  const isQuickShape = (shape: string) =>
    isTested ? quickShapes.some((quick) => quick === shape) : isFrugal && shape === 'strided'
  const cut = isRegister
    ? conv({ height: 5, width: 5, in: 8, out: 20 })
    : conv({ height: 8, width: 8, in: 16, out: 32 })
  return [
    ...Object.entries(SHAPES).flatMap(([name, shapeOf]) =>
      directions({
        name: `${tileName}, ${name}`,
        shapeOf,
        storage: 'f32',
        tile,
        splits: 1,
        scope: scopeIf(isQuickShape(name)),
      }),
    ),
    ...directions({
      name: `${tileName}, parts of the depth`,
      shapeOf: () => cut,
      storage: 'f16',
      tile,
      splits: 3,
      scope: scopeIf(isTested),
    }),
    ...pooledPasses(tileName, tile, 'f32', scopeIf(isTested)),
  ]
}

/** Tiles with f16 operands in workgroup memory, with steps that cross taps and steps that don't. */
const f16Cases = (tile: ConvTile): KernelCase[] =>
  [SHAPES.strided, SHAPES['whole steps']].flatMap((shapeOf, i) =>
    directions({
      name: `${tileText(tile)}, ${i === 0 ? 'strided' : 'whole steps'}`,
      shapeOf,
      storage: 'f16',
      tile,
      splits: 2,
      scope: tile === F16_TILES[2] && i === 1 ? 'tests' : 'thorough',
    }),
  )

/**
 * Products of 2^16, over the largest f16, in two steps of a tile's depth: those of an even output channel have one sign,
 * and those of an odd one the other sign in the second step.
 */
const F16_OVERFLOW: KernelCase = {
  kernel: 'convForward',
  name: `${tileText(F16_PRODUCT_TILE)}, sums beyond f16`,
  storage: 'f16',
  scope: 'thorough',
  problem() {
    const shape = conv({ height: 4, width: 4, in: 2 * F16_PRODUCT_TILE.depth, out: 8, kernel: 1 })
    const x = new Float32Array(shape.batch * 16 * shape.in).fill(256)
    const w = Float32Array.from({ length: shape.in * shape.out }, (_, i) =>
      i % 2 === 1 && i >= F16_PRODUCT_TILE.depth * shape.out ? -256 : 256,
    )
    const tile = F16_PRODUCT_TILE
    const y = referenceForward(shape, x, w).map((value) => Math.min(value, LARGEST_HALF))
    return {
      kernel: convForward({ shape, storage: 'f16', tile, pool: false, statistics: false }),
      inputs: { x: encode(x, 'f16'), w: encode(w, 'f16') },
      expected: [exact('y', y, 'f16')],
    }
  },
}

export const CONVOLUTION_CASES: readonly KernelCase[] = [
  ...Object.entries(TILES).flatMap(casesOfTile),
  ...[...F16_TILES, F16_PRODUCT_TILE].flatMap(f16Cases),
  F16_OVERFLOW,
]

/** Tiles of a device's subgroup matrices. */
export const matrixCases = (units: MatrixUnits): KernelCase[] =>
  matrixTiles(units).flatMap((tile, i, { length }) => {
    const name = tileText(tile)
    const scope = i === length - 1 ? 'tests' : 'thorough'
    return [
      ...Object.entries(SHAPES).flatMap(([shape, shapeOf]) =>
        directions({
          name: `${name}, ${shape}`,
          shapeOf,
          storage: 'f16',
          tile,
          splits: 2,
          scope,
        }),
      ),
      ...pooledPasses(name, tile, 'f16', scope),
    ]
  })
