import type { StorageType } from '../../codegen/kernel.ts'
import { averagePool } from '../../kernels/pool/average-pool.ts'
import { maxPool } from '../../kernels/pool/max-pool.ts'
import { averagePoolGradient, maxPoolGradient } from '../../kernels/pool/pool-gradient.ts'
import type { PoolSize } from '../../kernels/pool/pool-window.ts'
import { tensorElements, shapeText, type TensorShape } from '../../codegen/tensor-shape.ts'
import { exact, near, STORAGES, type KernelCase, type KernelProblem } from '../kernel-case.ts'
import { packPositions, poolWindows } from '../reference/pool.ts'
import { encode, type CaseRandom } from '../tensors.ts'

interface Setting {
  readonly shape: TensorShape
  readonly size: PoolSize
}

/** What fills no window is dropped, or there is none. */
const SETTINGS: readonly Setting[] = [
  { shape: { batch: 3, height: 7, width: 6, channels: 8 }, size: 2 },
  { shape: { batch: 5, height: 3, width: 3, channels: 28 }, size: 3 },
  { shape: { batch: 3, height: 9, width: 13, channels: 4 }, size: 4 },
]

/** The window's first largest value. */
const chosenPositions = (windows: readonly number[][], x: ArrayLike<number>) =>
  windows.map((window) =>
    window.reduce((best, at, element) => (x[at] > x[window[best]] ? element : best), 0),
  )

function casesOf({ shape, size }: Setting, storage: StorageType): KernelCase[] {
  const options = { shape, storage, size }
  const windows = poolWindows(shape, size)
  const one = (kernel: string, name: string, problem: (r: CaseRandom) => KernelProblem) => ({
    kernel,
    name: `${size}x${size} of ${shapeText(shape)}${name}`,
    storage,
    problem,
  })
  /** A gradient kernel's result, plain or added to another. */
  const gradient = (random: CaseRandom, add: boolean, dx: Float64Array) => {
    const added = random.stored('add', dx.length, storage)
    const sum = dx.map((value, i) => value + (add ? added[i] : 0))
    return {
      inputs: add ? { add: encode(added, storage) } : {},
      expected: [near('dx', sum, storage)],
    }
  }
  const maxGradient = (add: boolean) =>
    one('maxPoolGradient', add ? ', added to another' : '', (random) => {
      const dy = random.stored('dy', windows.length, storage)
      const positions = windows.map((_, i) => random.whole(`position ${i}`, 0, size * size - 1))
      const dx = new Float64Array(tensorElements(shape))
      windows.forEach((window, i) => (dx[window[positions[i]]] = dy[i]))
      const { inputs, expected } = gradient(random, add, dx)
      const position = packPositions(shape, size, positions)
      return {
        kernel: maxPoolGradient({ ...options, add }),
        inputs: { dy: encode(dy, storage), position, ...inputs },
        expected,
      }
    })
  const averageGradient = (add: boolean) =>
    one('averagePoolGradient', add ? ', added to another' : '', (random) => {
      const dy = random.stored('dy', windows.length, storage)
      const dx = new Float64Array(tensorElements(shape))
      windows.forEach((window, i) => {
        for (const at of window) dx[at] = dy[i] / window.length
      })
      const { inputs, expected } = gradient(random, add, dx)
      return {
        kernel: averagePoolGradient({ ...options, add }),
        inputs: { dy: encode(dy, storage), ...inputs },
        expected,
      }
    })
  return [
    one('maxPool', ', with ties', (random) => {
      const x = random.few('x', tensorElements(shape))
      const positions = chosenPositions(windows, x)
      const largest = windows.map((window, i) => x[window[positions[i]]])
      return {
        kernel: maxPool(options),
        inputs: { x: encode(x, storage) },
        expected: [
          exact('y', largest, storage),
          exact('position', packPositions(shape, size, positions), 'u32'),
        ],
      }
    }),
    maxGradient(false),
    maxGradient(true),
    one('averagePool', '', (random) => {
      const x = random.stored('x', tensorElements(shape), storage)
      const means = windows.map((window) => window.reduce((sum, at) => sum + x[at], 0) / size ** 2)
      return {
        kernel: averagePool(options),
        inputs: { x: encode(x, storage) },
        expected: [near('y', means, storage)],
      }
    }),
    averageGradient(false),
    averageGradient(true),
  ]
}

export const POOL_CASES: readonly KernelCase[] = STORAGES.flatMap((storage) =>
  SETTINGS.flatMap((setting) => casesOf(setting, storage)),
)
