import { IMAGE_BYTES, IMAGE_SIDE } from '../../../../data/records.ts'
import { DRAW_WORDS } from '../../../batch/augmentation-draws.ts'
import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import { storedVector, toStored, type BufferDeclaration } from '../../codegen/storage.ts'
import { elementwise } from '../../codegen/elementwise.ts'
import { declareUniform } from '../../codegen/uniform.ts'

export interface GatherOptions {
  readonly batch: number
  readonly storage: StorageType
}

const PIXELS = IMAGE_SIDE * IMAGE_SIDE
const BYTE_VALUES = 256
const RECORD_WORDS = IMAGE_BYTES / 4
const POSITION = { first: 'u32', lowCount: 'u32', count: 'u32', augmentation: 'u32' } as const

/**
 * Reads a training batch: cropped out of a reflected border, mirrored, a square blanked, a patch of another image pasted,
 * normalised.
 *
 * images[n][y][x] = ((values[c][the record's byte] + brightness) contrast by channel c, 0), or 0 inside the blanked
 * square. [batch, 32, 32, 4]
 * truth[n] = what it shows, as `packTruth` packs it. [batch]
 * low, high: planar records (see `Records`) as they are in memory; record r is in high, at r - lowCount, from lowCount on.
 * values: `normalisedBytes` [3][256]. labels: all of them, four a word. draws: `AugmentationDraws`' words; image n takes
 * position first + n.
 */
export function gatherBatch(options: GatherOptions): Kernel {
  const { batch } = options
  return gather(`gatherBatch ${batch}`, options, {
    buffers: [
      { name: 'labels', access: 'read', element: 'u32', count: 1 },
      { name: 'draws', access: 'read', element: 'u32', count: DRAW_WORDS * batch },
      { name: 'truth', access: 'readWrite', element: 'u32', count: batch },
    ],
    declarations: `
fn labelOf(record: u32) -> u32 {
  return extractBits(labels[record / 4u], 8u * (record % 4u), 8u);
}`,
    choose: `
  let own = ${DRAW_WORDS}u * (position.first + image);
  let pasted = draws[own + 2u];
  let side = extractBits(pasted, 10u, 5u);
  let other = select(own, ${DRAW_WORDS}u * (pasted >> 15u), side > 0u);
  let inside = all(vec2u(x, y) - (vec2u(pasted, pasted >> 5u) & vec2u(31u)) < vec2u(side));
  let choice = select(own, other, inside);
  let record = draws[choice];
  let augmentation = draws[choice + 1u];
  let jitter = bitcast<vec2f>(vec2u(draws[choice + 3u], draws[choice + 4u]));
  if (pixel == 0u) {
    truth[image] = labelOf(draws[own]) | (labelOf(draws[other]) << 8u) | ((side * side) << 16u);
  }`,
  })
}

/**
 * Reads records for an evaluation, all under the same view: image n is record selection[min(first + n, count - 1)]
 * under the uniform's `augmentation`, as `packAugmentation` packs it. Everything else as in `gatherBatch`.
 */
export function gatherView(options: GatherOptions): Kernel {
  return gather(`gatherView ${options.batch}`, options, {
    buffers: [{ name: 'selection', access: 'read', element: 'u32', count: 1 }],
    declarations: '',
    choose: `
  let record = selection[min(position.first + image, position.count - 1u)];
  let augmentation = position.augmentation;
  let jitter = vec2f(0, 1);`,
  })
}

interface Source {
  readonly buffers: readonly BufferDeclaration[]
  readonly declarations: string
  /** Statements that set `record`, `augmentation` and `jitter` of `image` at (`x`, `y`). */
  readonly choose: string
}

function gather(label: string, options: GatherOptions, source: Source): Kernel {
  const { batch, storage } = options
  const buffers: readonly BufferDeclaration[] = [
    { name: 'low', access: 'read', element: 'u32', count: RECORD_WORDS },
    { name: 'high', access: 'read', element: 'u32', count: RECORD_WORDS },
    { name: 'values', access: 'read', element: 'f32', count: 3 * BYTE_VALUES },
    ...source.buffers,
    { name: 'images', access: 'readWrite', element: storedVector(storage), count: batch * PIXELS },
  ]
  return elementwise({
    label: `${label} ${storage}`,
    storage,
    buffers,
    uniforms: [declareUniform(buffers.length, 'position', POSITION)],
    invocations: batch * PIXELS,
    declarations: `${source.declarations}
fn byteAt(record: u32, at: u32) -> u32 {
  var word: u32;
  if (record < position.lowCount) {
    word = low[record * ${RECORD_WORDS}u + at / 4u];
  } else {
    word = high[(record - position.lowCount) * ${RECORD_WORDS}u + at / 4u];
  }
  return extractBits(word, 8u * (at % 4u), 8u);
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
  var value = vec3f(
    values[byteAt(record, at)],
    values[${BYTE_VALUES}u + byteAt(record, at + ${PIXELS}u)],
    values[${2 * BYTE_VALUES}u + byteAt(record, at + ${2 * PIXELS}u)],
  );
  value = (value + jitter.x) * jitter.y;
  if (all(vec2u(x, y) - corner < vec2u(square))) { value = vec3f(0); }
  images[i] = ${toStored(storage, 'vec4f(value, 0)')};`,
  })
}
