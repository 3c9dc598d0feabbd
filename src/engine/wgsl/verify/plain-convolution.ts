// Convolutions by definition, one number at a time, to verify the fast kernels on a device. No subgroups, no workgroup
// memory, no vectors: code that a driver is least likely to miscompile.

import type { Kernel, StorageType } from '../codegen/kernel.ts'
import { statisticsTiles, type ConvTask, type ForwardTask } from '../kernels/conv/conv-task.ts'
import {
  computedPixels,
  convPadding,
  outputSides,
  positionWords,
  type ConvShape,
} from '../kernels/conv/conv-shape.ts'
import { convTensors } from '../kernels/conv/conv-tensors.ts'
import { tileSides, type ConvTile } from '../kernels/conv/conv-tiles.ts'
import { declareBuffers, storageDirectives, type BufferDeclaration } from '../codegen/storage.ts'

/** Invocations of a check; each counts wrong values. */
export const CHECKERS = 4096
const GROUP = 64

const WRONG: BufferDeclaration = {
  name: 'wrong',
  access: 'readWrite',
  element: 'u32',
  count: CHECKERS,
}

/** What is checked of a kernel's results. */
export interface CheckedSample {
  /** Images to check, for kernels that don't sum over images. */
  readonly images: readonly number[]
  /** The most numbers of them to check. */
  readonly numbers: number
  /** The most rows of a weight gradient to check; each is one tap and input channel. */
  readonly rows: number
}

/** The kernels that verify the buffers of a task's kernel, run in order, each counting in `wrong`. */
export function plainChecks(
  task: ConvTask,
  tile: ConvTile,
  splits: number,
  sample: CheckedSample,
): Kernel[] {
  switch (task.kind) {
    case 'forward':
      return [
        checkForward(task, sample),
        ...(statisticsTiles(task, tile) === null ? [] : [checkStatistics(task, tile, sample)]),
      ]
    case 'inputGradient':
      return [checkInputGradient(task.shape, task.storage, task.pool, task.add, sample)]
    case 'weightGradient':
      return [
        projectGradient(task.shape, task.storage, task.pool),
        checkWeightGradient(task.shape, task.storage, splits, sample),
      ]
  }
}

interface Check {
  readonly label: string
  readonly storage: StorageType
  readonly buffers: readonly BufferDeclaration[]
  readonly code: string
  readonly workgroups: number
}

function kernelOf({ label, storage, buffers, code, workgroups }: Check): Kernel {
  const { code: declarations, bindings } = declareBuffers(buffers)
  return {
    label,
    code: `${storageDirectives(storage)}${declarations}${code}`,
    bindings,
    workgroups: [Math.min(workgroups, MOST_WORKGROUPS), Math.ceil(workgroups / MOST_WORKGROUPS), 1],
    workgroupBytes: 0,
    invocations: GROUP,
    flops: 0,
  }
}

const MOST_WORKGROUPS = 32_768

/** Every checker tests every n-th value, or a sample of them; `isWrong(j)` tests one. */
function countWrong(numbers: number, { numbers: most }: CheckedSample): string {
  const checked = Math.min(numbers, most)
  // Odd, so that every channel is tested.
  const apart = checked === numbers ? 1 : Math.floor(numbers / checked) | 1
  return `
@compute @workgroup_size(${GROUP}) fn main(@builtin(global_invocation_id) id: vec3u) {
  var count = 0u;
  for (var j = id.x; j < ${checked}u; j += ${CHECKERS}u) { count += u32(isWrong(j * ${apart}u % ${numbers}u)); }
  wrong[id.x] = count;
}
`
}

/** One number of a buffer of vectors of four. */
const number = (name: string): string =>
  `fn ${name}At(i: u32) -> f32 { return f32(${name}[i >> 2u][i & 3u]); }\n`

/** WGSL `sampledImage(i)`: the images to check, all of whose values are compared. */
const sampledImage = (images: readonly number[]): string => `
fn sampledImage(i: u32) -> u32 {
  var images = array<u32, ${images.length}>(${images.map((image) => `${image}u`).join(', ')});
  return images[i];
}
`

/** WGSL `convolved`: one output pixel of a convolution, before any pool. */
const convolved = (shape: ConvShape): string => `
fn convolved(n: u32, row: u32, column: u32, channel: u32) -> f32 {
  var sum = 0.0;
  for (var ky = 0; ky < ${shape.kernel}; ky++) {
    for (var kx = 0; kx < ${shape.kernel}; kx++) {
      let iy = i32(row) * ${shape.stride} + ky - ${convPadding(shape)};
      let ix = i32(column) * ${shape.stride} + kx - ${convPadding(shape)};
      if (iy < 0 || iy >= ${shape.height} || ix < 0 || ix >= ${shape.width}) { continue; }
      let pixel = ((n * ${shape.height}u + u32(iy)) * ${shape.width}u + u32(ix)) * ${shape.in}u;
      let tap = u32(ky * ${shape.kernel} + kx) * ${shape.in * shape.out}u + channel;
      for (var ci = 0u; ci < ${shape.in}u; ci++) { sum += xAt(pixel + ci) * wAt(tap + ci * ${shape.out}u); }
    }
  }
  return sum;
}
`

/** WGSL `argmaxAt`: which pixel of its window was largest. */
const argmaxAt = (shape: ConvShape): string => `
fn argmaxAt(pixel: u32, channel: u32) -> u32 {
  return (position[pixel * ${positionWords(shape)}u + channel / 16u] >> (2u * (channel % 16u))) & 3u;
}
`

function checkForward({ shape, storage, pool }: ForwardTask, sample: CheckedSample): Kernel {
  const { input, weights, output, positions } = convTensors(shape, storage, pool)
  const { height, width } = outputSides(shape, pool)
  const perImage = height * width * shape.out
  const expected = pool
    ? `var best = convolved(n, 2u * row, 2u * column, channel);
  var argmax = 0u;
  for (var i = 1u; i < 4u; i++) {
    let value = convolved(n, 2u * row + (i >> 1u), 2u * column + (i & 1u), channel);
    if (value > best) { best = value; argmax = i; }
  }
  if (argmaxAt(at / ${shape.out}u, channel) != argmax) { return true; }`
    : 'let best = convolved(n, row, column, channel);'
  return kernelOf({
    label: 'plain forward',
    storage,
    buffers: [
      { name: 'x', access: 'read', ...input },
      { name: 'w', access: 'read', ...weights },
      { name: 'y', access: 'read', ...output },
      ...(pool ? [{ name: 'position', access: 'read', ...positions } as const] : []),
      WRONG,
    ],
    code: `${number('x')}${number('w')}${number('y')}${sampledImage(sample.images)}${convolved(shape)}${pool ? argmaxAt(shape) : ''}
fn isWrong(j: u32) -> bool {
  let n = sampledImage(j / ${perImage}u);
  let inImage = j % ${perImage}u;
  let channel = inImage % ${shape.out}u;
  let column = inImage / ${shape.out}u % ${width}u;
  let row = inImage / ${shape.out * width}u;
  let at = n * ${perImage}u + inImage;
  ${expected}
  return yAt(at) != best;
}
${countWrong(sample.images.length * perImage, sample)}`,
    workgroups: CHECKERS / GROUP,
  })
}

/**
 * Checks the tiles in which the sampled images begin. Counts are exact; means and M2, computed from the stored y, are
 * within rounding.
 */
function checkStatistics(
  { shape, storage, pool }: ForwardTask,
  tile: ConvTile,
  sample: CheckedSample,
): Kernel {
  const { output } = convTensors(shape, storage, pool)
  const { height, width } = outputSides(shape, pool)
  const pixels = shape.batch * height * width
  const perTile = tileSides(tile).rows / (pool ? 4 : 1)
  const tiles = Math.ceil(computedPixels(shape, pool) / tileSides(tile).rows)
  const starts = sample.images.map((image) => Math.floor((image * height * width) / perTile))
  const sampled = [...new Set([...starts, tiles - 1])]
  return kernelOf({
    label: 'plain statistics',
    storage,
    buffers: [
      { name: 'y', access: 'read', ...output },
      { name: 'statistics', access: 'read', element: 'vec4f', count: (tiles * 3 * shape.out) / 4 },
      WRONG,
    ],
    code: `${number('y')}${number('statistics')}${sampledImage(sampled)}
fn isWrong(j: u32) -> bool {
  let tile = sampledImage(j / ${shape.out}u);
  let channel = j % ${shape.out}u;
  let first = tile * ${perTile}u;
  let end = min(first + ${perTile}u, ${pixels}u);
  let count = f32(end - first);
  var mean = 0.0;
  for (var i = first; i < end; i++) { mean += yAt(i * ${shape.out}u + channel); }
  mean /= count;
  var m2 = 0.0;
  for (var i = first; i < end; i++) {
    let distance = yAt(i * ${shape.out}u + channel) - mean;
    m2 += distance * distance;
  }
  let at = tile * ${3 * shape.out}u + channel;
  let spread = sqrt(m2 / count) + 1.0;
  let near = statisticsAt(at) == count
    && abs(statisticsAt(at + ${shape.out}u) - mean) <= 1e-3 * spread
    && abs(statisticsAt(at + ${2 * shape.out}u) - m2) <= 1e-3 * (m2 + 1.0);
  return !near;
}
${countWrong(sampled.length * shape.out, sample)}`,
    workgroups: CHECKERS / GROUP,
  })
}

/** WGSL `gradientAt`: the gradient of an output pixel, spread over the window of a pool if there is one. */
function gradientAt(shape: ConvShape, pooled: boolean): string {
  const { height, width } = outputSides(shape, pooled)
  if (!pooled) {
    return `
fn gradientAt(n: u32, row: u32, column: u32, channel: u32) -> f32 {
  return dyAt(((n * ${height}u + row) * ${width}u + column) * ${shape.out}u + channel);
}
`
  }
  return `${argmaxAt(shape)}
fn gradientAt(n: u32, row: u32, column: u32, channel: u32) -> f32 {
  if (row / 2u >= ${height}u || column / 2u >= ${width}u) { return 0.0; }
  let pixel = (n * ${height}u + row / 2u) * ${width}u + column / 2u;
  if (argmaxAt(pixel, channel) != row % 2u * 2u + column % 2u) { return 0.0; }
  return dyAt(pixel * ${shape.out}u + channel);
}
`
}

function gradientBuffers(
  shape: ConvShape,
  storage: StorageType,
  pooled: boolean,
): BufferDeclaration[] {
  const { output, positions } = convTensors(shape, storage, pooled)
  return [
    { name: 'dy', access: 'read', ...output },
    ...(pooled ? [{ name: 'position', access: 'read', ...positions } as const] : []),
  ]
}

function checkInputGradient(
  shape: ConvShape,
  storage: StorageType,
  pooled: boolean,
  add: boolean,
  sample: CheckedSample,
): Kernel {
  const { input, weights } = convTensors(shape, storage, pooled)
  const perImage = shape.height * shape.width * shape.in
  return kernelOf({
    label: 'plain input gradient',
    storage,
    buffers: [
      ...gradientBuffers(shape, storage, pooled),
      { name: 'w', access: 'read', ...weights },
      ...(add ? [{ name: 'add', access: 'read', ...input } as const] : []),
      { name: 'dx', access: 'read', ...input },
      WRONG,
    ],
    code: `${number('dy')}${number('w')}${add ? number('add') : ''}${number('dx')}${sampledImage(sample.images)}${gradientAt(shape, pooled)}
fn isWrong(j: u32) -> bool {
  let n = sampledImage(j / ${perImage}u);
  let inImage = j % ${perImage}u;
  let channel = inImage % ${shape.in}u;
  let column = i32(inImage / ${shape.in}u % ${shape.width}u);
  let row = i32(inImage / ${shape.in * shape.width}u);
  let at = n * ${perImage}u + inImage;
  var sum = ${add ? 'addAt(at)' : '0.0'};
  for (var ky = 0; ky < ${shape.kernel}; ky++) {
    for (var kx = 0; kx < ${shape.kernel}; kx++) {
      let y = row + ${convPadding(shape)} - ky;
      let x = column + ${convPadding(shape)} - kx;
      if (y < 0 || x < 0 || y % ${shape.stride} != 0 || x % ${shape.stride} != 0) { continue; }
      let oy = u32(y / ${shape.stride});
      let ox = u32(x / ${shape.stride});
      if (oy >= ${shape.outHeight}u || ox >= ${shape.outWidth}u) { continue; }
      let tap = u32(ky * ${shape.kernel} + kx) * ${shape.in * shape.out}u + channel * ${shape.out}u;
      for (var co = 0u; co < ${shape.out}u; co++) { sum += gradientAt(n, oy, ox, co) * wAt(tap + co); }
    }
  }
  return dxAt(at) != sum;
}
${countWrong(sample.images.length * perImage, sample)}`,
    workgroups: CHECKERS / GROUP,
  })
}

/**
 * A weight gradient sums over all images, so that a sample of it would cost as much as all. Its product with one vector r
 * over output channels costs little and depends on every number: sum over co of dw[.., ci, co] * r[co] is the gradient
 * of one channel whose dy is sum over co of dy[.., co] * r[co] (Freivalds 1977, for matrix products).
 */
function projectGradient(shape: ConvShape, storage: StorageType, pooled: boolean): Kernel {
  const pixels = shape.batch * shape.outHeight * shape.outWidth
  return kernelOf({
    label: 'plain projection',
    storage,
    buffers: [
      ...gradientBuffers(shape, storage, pooled),
      { name: 'r', access: 'read', element: 'f32', count: shape.out },
      { name: 'projected', access: 'readWrite', element: 'f32', count: pixels },
    ],
    code: `${number('dy')}${gradientAt(shape, pooled)}
@compute @workgroup_size(${GROUP}) fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let pixel = (group.y * ${MOST_WORKGROUPS}u + group.x) * ${GROUP}u + lane;
  if (pixel >= ${pixels}u) { return; }
  let column = pixel % ${shape.outWidth}u;
  let row = pixel / ${shape.outWidth}u % ${shape.outHeight}u;
  var sum = 0.0;
  for (var co = 0u; co < ${shape.out}u; co++) {
    sum += gradientAt(pixel / ${shape.outHeight * shape.outWidth}u, row, column, co) * r[co];
  }
  projected[pixel] = sum;
}
`,
    workgroups: Math.ceil(pixels / GROUP),
  })
}

/** If there are more rows of weights than checkers, checks rows that are spread evenly. */
function checkWeightGradient(
  shape: ConvShape,
  storage: StorageType,
  splits: number,
  sample: CheckedSample,
): Kernel {
  const { input } = convTensors(shape, storage, false)
  const pixels = shape.batch * shape.outHeight * shape.outWidth
  const rows = shape.kernel ** 2 * shape.in
  const checked = Math.min(rows, CHECKERS, sample.rows)
  return {
    ...kernelOf({
      label: 'plain weight gradient',
      storage,
      buffers: [
        { name: 'x', access: 'read', ...input },
        { name: 'projected', access: 'read', element: 'f32', count: pixels },
        { name: 'r', access: 'read', element: 'f32', count: shape.out },
        {
          name: 'partials',
          access: 'read',
          element: 'vec4f',
          count: (splits * rows * shape.out) / 4,
        },
        WRONG,
      ],
      code: `${number('x')}${number('partials')}
var<workgroup> sums: array<f32, ${GROUP}>;
@compute @workgroup_size(${GROUP}) fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.x * ${rows}u / ${checked}u;
  let channel = row % ${shape.in}u;
  let ky = i32(row / ${shape.in * shape.kernel}u);
  let kx = i32(row / ${shape.in}u % ${shape.kernel}u);
  var sum = 0.0;
  for (var pixel = lane; pixel < ${pixels}u; pixel += ${GROUP}u) {
    let iy = i32(pixel / ${shape.outWidth}u % ${shape.outHeight}u) * ${shape.stride} + ky - ${convPadding(shape)};
    let ix = i32(pixel % ${shape.outWidth}u) * ${shape.stride} + kx - ${convPadding(shape)};
    if (iy < 0 || iy >= ${shape.height} || ix < 0 || ix >= ${shape.width}) { continue; }
    let n = pixel / ${shape.outHeight * shape.outWidth}u;
    sum += projected[pixel] * xAt(((n * ${shape.height}u + u32(iy)) * ${shape.width}u + u32(ix)) * ${shape.in}u + channel);
  }
  for (var i = lane; i < ${splits * shape.out}u; i += ${GROUP}u) {
    let co = i % ${shape.out}u;
    sum -= partialsAt((i / ${shape.out}u * ${rows}u + row) * ${shape.out}u + co) * r[co];
  }
  sums[lane] = sum;
  workgroupBarrier();
  if (lane == 0u) {
    var rest = 0.0;
    for (var i = 0u; i < ${GROUP}u; i++) { rest += sums[i]; }
    wrong[group.x] = u32(!(rest == 0.0));
  }
}
`,
      workgroups: checked,
    }),
    workgroupBytes: 4 * GROUP,
  }
}
