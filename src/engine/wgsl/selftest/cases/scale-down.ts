import { scaleDown } from '../../kernels/input/scale-down.ts'
import { rowCount, shapeText } from '../../codegen/tensor-shape.ts'
import { near, STORAGES, type KernelCase } from '../kernel-case.ts'
import { scaledDown } from '../reference/scale-down.ts'
import { encode } from '../tensors.ts'

/** The sides that recipes train at, odd ones, and none at all. */
const SETTINGS = [
  { batch: 3, height: 32, channels: 4, side: 24 },
  { batch: 2, height: 32, channels: 4, side: 28 },
  { batch: 2, height: 32, channels: 4, side: 17 },
  { batch: 3, height: 7, channels: 8, side: 3 },
  { batch: 2, height: 5, channels: 4, side: 5 },
]

export const SCALE_DOWN_CASES: readonly KernelCase[] = STORAGES.flatMap((storage) =>
  SETTINGS.map(({ side, ...sizes }): KernelCase => {
    const shape = { ...sizes, width: sizes.height }
    return {
      kernel: 'scaleDown',
      name: `${shapeText(shape)} to ${side}`,
      storage,
      problem: (random) => {
        const x = random.stored('x', rowCount(shape) * shape.channels, storage)
        return {
          kernel: scaleDown({ shape, storage, side }),
          inputs: { x: encode(x, storage) },
          expected: [near('y', scaledDown(x, shape, side), storage)],
        }
      },
    }
  }),
)
