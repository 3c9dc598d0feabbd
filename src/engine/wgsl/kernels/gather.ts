import { IMAGE_BYTES, IMAGE_SIDE, type Normalisation } from '../../../data/records.ts'
import type { Kernel, StorageType } from '../kernel.ts'
import { storedVector, toStored, type BufferDeclaration } from '../storage.ts'
import { elementwise } from './elementwise.ts'
import { declareUniform } from './uniform.ts'

export interface GatherOptions {
  readonly batch: number
  readonly storage: StorageType
  readonly normalisation: Normalisation
}

const PIXELS = IMAGE_SIDE * IMAGE_SIDE
const RECORD_WORDS = IMAGE_BYTES / 4
const POSITION = { first: 'u32', lowCount: 'u32', count: 'u32', augmentation: 'u32' } as const

/**
 * Reads a training batch: normalised, cropped out of a reflected border, mirrored, a square blanked, in this order.
 *
 * images[n][y][x] = ((record's byte - mean) / deviation by channel, 0), or 0 inside the square. [batch, 32, 32, 4]
 * truth[n] = the record's label. [batch]
 * low, high: planar records (see `Records`) as they are in memory; record r is in high, at r - lowCount, from lowCount on.
 * labels: all of them, four a word. choices: two words a position, `EpochChoices`; image n takes position first + n.
 */
export function gatherBatch(options: GatherOptions): Kernel {
  const { batch } = options
  return gather(`gatherBatch ${batch}`, options, {
    buffers: [
      { name: 'labels', access: 'read', element: 'u32', count: 1 },
      { name: 'choices', access: 'read', element: 'u32', count: 2 * batch },
      { name: 'truth', access: 'readWrite', element: 'u32', count: batch },
    ],
    choose: `
  let choice = 2u * (position.first + image);
  let record = choices[choice];
  let augmentation = choices[choice + 1u];
  if (pixel == 0u) {
    truth[image] = extractBits(labels[record / 4u], 8u * (record % 4u), 8u);
  }`,
  })
}

/**
 * Reads consecutive records for an evaluation, all seen the same way: image n is record min(first + n, count - 1)
 * under the uniform's `augmentation`, as `packAugmentation` packs it. Everything else as in `gatherBatch`.
 */
export function gatherView(options: GatherOptions): Kernel {
  return gather(`gatherView ${options.batch}`, options, {
    buffers: [],
    choose: `
  let record = min(position.first + image, position.count - 1u);
  let augmentation = position.augmentation;`,
  })
}

interface Source {
  readonly buffers: readonly BufferDeclaration[]
  /** Statements that set `record` and `augmentation` of `image`. */
  readonly choose: string
}

function gather(label: string, options: GatherOptions, source: Source): Kernel {
  const { batch, storage, normalisation } = options
  const buffers: readonly BufferDeclaration[] = [
    { name: 'low', access: 'read', element: 'u32', count: RECORD_WORDS },
    { name: 'high', access: 'read', element: 'u32', count: RECORD_WORDS },
    ...source.buffers,
    { name: 'images', access: 'readWrite', element: storedVector(storage), count: batch * PIXELS },
  ]
  const vector = (values: readonly number[]) => `vec3f(${values.join(', ')})`
  return elementwise({
    label: `${label} ${storage}`,
    storage,
    buffers,
    uniform: declareUniform(buffers.length, 'position', POSITION),
    invocations: batch * PIXELS,
    declarations: `
fn byteAt(record: u32, at: u32) -> f32 {
  var word: u32;
  if (record < position.lowCount) {
    word = low[record * ${RECORD_WORDS}u + at / 4u];
  } else {
    word = high[(record - position.lowCount) * ${RECORD_WORDS}u + at / 4u];
  }
  return f32(extractBits(word, 8u * (at % 4u), 8u));
}
fn reflected(coordinate: i32) -> u32 {
  let positive = abs(coordinate);
  return u32(min(positive, ${2 * (IMAGE_SIDE - 1)} - positive));
}
`,
    body: `
  let image = i / ${PIXELS}u;
  let pixel = i % ${PIXELS}u;
  let x = pixel % ${IMAGE_SIDE}u;
  let y = pixel / ${IMAGE_SIDE}u;${source.choose}
  let shift = vec2i(vec2u(augmentation, augmentation >> 5u) & vec2u(31u)) - 16;
  let mirrored = extractBits(augmentation, 10u, 1u) == 1u;
  let corner = vec2u(augmentation >> 11u, augmentation >> 16u) & vec2u(31u);
  let square = extractBits(augmentation, 21u, 5u);
  let fromX = reflected(i32(select(x, ${IMAGE_SIDE - 1}u - x, mirrored)) + shift.x);
  let at = reflected(i32(y) + shift.y) * ${IMAGE_SIDE}u + fromX;
  let bytes = vec3f(byteAt(record, at), byteAt(record, at + ${PIXELS}u), byteAt(record, at + ${2 * PIXELS}u));
  var value = (bytes - ${vector(normalisation.mean)}) / ${vector(normalisation.deviation)};
  if (all(vec2u(x, y) - corner < vec2u(square))) { value = vec3f(0); }
  images[i] = ${toStored(storage, 'vec4f(value, 0)')};`,
  })
}
