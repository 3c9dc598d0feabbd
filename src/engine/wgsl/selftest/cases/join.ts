import type { StorageType } from '../../codegen/kernel.ts'
import { add } from '../../kernels/pointwise/add.ts'
import { concatCopy, sliceChannels } from '../../kernels/pointwise/concat.ts'
import { exact, near, STORAGES, type KernelCase } from '../kernel-case.ts'
import { encode } from '../tensors.ts'

const ROWS = 5
const [OFFSET, CHANNELS, TOTAL] = [8, 12, 24]

const isInRange = (_: number, i: number) => i % TOTAL >= OFFSET && i % TOTAL < OFFSET + CHANNELS

const casesOf = (storage: StorageType): KernelCase[] => {
  const range = { rows: ROWS, storage, offset: OFFSET, channels: CHANNELS, total: TOTAL }
  return [
    {
      kernel: 'concatCopy',
      name: 'among the channels of others',
      storage,
      problem(random) {
        const x = random.few('x', ROWS * CHANNELS)
        const before = random.few('before', ROWS * TOTAL)
        const joined = before.map((value, i) => {
          const channel = (i % TOTAL) - OFFSET
          return isInRange(value, i) ? x[Math.floor(i / TOTAL) * CHANNELS + channel] : value
        })
        return {
          kernel: concatCopy(range),
          inputs: { x: encode(x, storage), y: encode(before, storage) },
          expected: [exact('y', joined, storage)],
        }
      },
    },
    {
      kernel: 'sliceChannels',
      name: 'one branch',
      storage,
      problem(random) {
        const dy = random.few('dy', ROWS * TOTAL)
        return {
          kernel: sliceChannels(range),
          inputs: { dy: encode(dy, storage) },
          expected: [exact('dx', dy.filter(isInRange), storage)],
        }
      },
    },
    {
      kernel: 'add',
      name: 'a last partial workgroup',
      storage,
      problem(random) {
        const a = random.stored('a', 1060, storage)
        const b = random.stored('b', 1060, storage)
        const sum = a.map((value, i) => value + b[i])
        return {
          kernel: add({ elements: 1060, storage }),
          inputs: { a: encode(a, storage), b: encode(b, storage) },
          expected: [near('y', sum, storage)],
        }
      },
    },
  ]
}

/** The largest f16 values, and 1, as bits. */
const LARGEST_F16 = Uint16Array.of(0x7bff, 0xfbff, 0x7bff, 0x3c00)

const overflow: KernelCase = {
  kernel: 'add',
  name: 'halves that would overflow become the largest',
  storage: 'f16',
  problem: () => ({
    kernel: add({ elements: 4, storage: 'f16' }),
    inputs: { a: LARGEST_F16, b: LARGEST_F16 },
    expected: [exact('y', [65504, -65504, 65504, 2], 'f16')],
  }),
}

export const JOIN_CASES: readonly KernelCase[] = [...STORAGES.flatMap(casesOf), overflow]
