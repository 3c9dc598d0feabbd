import { CIFAR10_NORMALISATION, IMAGE_BYTES, IMAGE_SIDE } from '../../../../data/records.ts'
import {
  allocateBatch,
  makeBatch,
  normalisedBytes,
  writeAugmented,
} from '../../../batch/augment.ts'
import {
  DRAW_WORDS,
  NO_JITTER,
  NO_PATCH,
  packAugmentation,
  setDraw,
  UNCHANGED,
  type Augmentation,
  type Draw,
} from '../../../batch/augmentation-draws.ts'
import { packTruth } from '../../../batch/truth.ts'
import type { StorageType } from '../../codegen/kernel.ts'
import { gatherBatch, gatherView } from '../../kernels/input/gather.ts'
import { takeBatch } from '../../kernels/input/take-batch.ts'
import { exact, near, STORAGES, type ExpectedOutput, type KernelCase } from '../kernel-case.ts'
import type { CaseRandom } from '../tensors.ts'

const COUNT = 8
/** Records in the first of the two buffers. */
const LOW = 5
const SHIFT = 4
const VALUES = normalisedBytes(CIFAR10_NORMALISATION)

function records(random: CaseRandom) {
  const pixels = Uint8Array.from(random.words('pixels', COUNT * IMAGE_BYTES), (word) => word >>> 24)
  const labels = Uint8Array.from(random.words('labels', COUNT), (word) => word % 10)
  const inputs = {
    low: pixels.subarray(0, LOW * IMAGE_BYTES),
    high: pixels.subarray(LOW * IMAGE_BYTES),
    values: VALUES,
  }
  return { all: { count: COUNT, pixels, labels }, inputs }
}

/** Images [n, 32, 32, 3] as kernels store them, with an empty fourth channel; not rounded if they are f32. */
function expectedImages(images: Float32Array, storage: StorageType): ExpectedOutput {
  const padded = Float32Array.from({ length: (4 * images.length) / 3 }, (_, i) =>
    i % 4 === 3 ? 0 : images[3 * Math.floor(i / 4) + (i % 4)],
  )
  return storage === 'f32' ? exact('images', padded) : near('images', padded, storage)
}

const draw = (
  record: number,
  change: Partial<Augmentation> = {},
  patch = NO_PATCH,
  jitter = NO_JITTER,
): Draw => ({ record, augmentation: { ...UNCHANGED, ...change }, patch, jitter })

/** The furthest crops, a square at the border, patches, and two random draws. */
function drawsOf(random: CaseRandom): Draw[] {
  const fixed = [
    draw(7),
    draw(4, { shiftX: SHIFT, shiftY: -SHIFT }),
    draw(5, { shiftX: -SHIFT, shiftY: SHIFT, mirrored: true }),
    draw(0, { cutoutX: 24, cutoutY: 0, cutoutSide: 8 }, { partner: 1, x: 0, y: 29, side: 3 }),
  ]
  const drawn = [0, 1].map((i) => {
    const whole = (name: string, from: number, to: number) => random.whole(name + i, from, to)
    const cutoutSide = whole('cutout', 1, 12)
    const side = whole('patch', 1, 16)
    return draw(
      whole('record', 0, COUNT - 1),
      {
        shiftX: whole('shiftX', -SHIFT, SHIFT),
        shiftY: whole('shiftY', -SHIFT, SHIFT),
        mirrored: whole('mirrored', 0, 1) === 1,
        cutoutX: whole('cutoutX', 0, IMAGE_SIDE - cutoutSide),
        cutoutY: whole('cutoutY', 0, IMAGE_SIDE - cutoutSide),
        cutoutSide,
      },
      {
        partner: whole('partner', 0, fixed.length - 1),
        x: whole('x', 0, IMAGE_SIDE - side),
        y: whole('y', 0, IMAGE_SIDE - side),
        side,
      },
      {
        brightness: whole('brightness', -99, 99) / 256,
        contrast: 1 + whole('contrast', -99, 99) / 256,
      },
    )
  })
  return [...fixed, ...drawn]
}

const casesOf = (storage: StorageType): KernelCase[] => [
  {
    kernel: 'gatherBatch',
    name: 'crops, mirrors, squares, patches, from a position in the draws on',
    storage,
    problem(random) {
      const { all, inputs } = records(random)
      const draws = drawsOf(random)
      const words = new Uint32Array(DRAW_WORDS * draws.length)
      draws.forEach((each, position) => setDraw({ epoch: 0, words }, position, each))
      const first = 1
      const expected = allocateBatch(draws.length - first)
      makeBatch(all, { epoch: 0, words }, first, VALUES, expected)
      return {
        kernel: gatherBatch({ batch: draws.length - first, storage }),
        inputs: {
          ...inputs,
          labels: all.labels,
          draws: words,
          position: Uint32Array.of(first, LOW, 0, 0),
        },
        expected: [expectedImages(expected.images, storage), exact('truth', expected.truth, 'u32')],
      }
    },
  },
  {
    kernel: 'gatherView',
    name: 'the last selected record again where they end',
    storage,
    problem(random) {
      const { all, inputs } = records(random)
      const view = { ...UNCHANGED, shiftX: 1, shiftY: -1, mirrored: true }
      const images = new Float32Array(3 * IMAGE_BYTES)
      ;[7, 2, 2].forEach((record, n) =>
        writeAugmented(
          all,
          { record, augmentation: view, jitter: NO_JITTER },
          VALUES,
          images,
          n * IMAGE_BYTES,
        ),
      )
      return {
        kernel: gatherView({ batch: 3, storage }),
        inputs: {
          ...inputs,
          selection: Uint32Array.of(0, 7, 2, 5, 1),
          position: Uint32Array.of(1, LOW, 3, packAugmentation(view)),
        },
        expected: [expectedImages(images, storage)],
      }
    },
  },
  {
    kernel: 'takeBatch',
    name: 'images and their truth as they are',
    storage,
    problem(random) {
      const made = random.normal('made', 2 * IMAGE_BYTES)
      const madeTruth = Uint32Array.of(packTruth({ label: 2, other: 3, otherPixels: 9 }), 7)
      return {
        kernel: takeBatch({ batch: 2, storage }),
        inputs: { made, madeTruth },
        expected: [expectedImages(made, storage), exact('truth', madeTruth, 'u32')],
      }
    },
  },
]

export const GATHER_CASES: readonly KernelCase[] = STORAGES.flatMap(casesOf)
