import type { Kernel } from '../../codegen/kernel.ts'
import { declareBuffers } from '../../codegen/storage.ts'
import { elementwise } from '../../codegen/elementwise.ts'
import { foldWorkgroup } from '../../codegen/fold-workgroup.ts'
import { declareUniform } from '../../codegen/uniform.ts'

/** A range of the flat buffers to sum over: where it begins and how long it is, in elements, multiples of 4. */
export interface SummedRange {
  readonly offset: number
  readonly elements: number
}

const THREADS = 256
/** Vectors of four that one workgroup sums. */
const CHUNK = 16 * THREADS
/** Numbers a range sums to: gg, ww, gw, gp, pp, dd (see `DynamicsSums`) and two zeros. */
export const SUM_NUMBERS = 8

const chunksOf = ({ elements }: SummedRange) => Math.ceil(elements / 4 / CHUNK)

/** The table `chunks` that both kernels read: (first vector, vectors) of every chunk, range by range. */
export function chunkTable(ranges: readonly SummedRange[]): Uint32Array<ArrayBuffer> {
  const rows = ranges.flatMap((range) =>
    Array.from({ length: chunksOf(range) }, (_, chunk) => {
      const first = chunk * CHUNK
      return [range.offset / 4 + first, Math.min(CHUNK, range.elements / 4 - first)]
    }),
  )
  return Uint32Array.from(rows.flat())
}

/**
 * Sums over chunks of every range, in a fixed order: with g the gradients, w = before, p = previous and
 * d = weights - before, partials[chunk] = (g.g, w.w, g.w, g.p), (p.p, d.d, 0, 0).
 * gradients, previous f32 [updated]; weights, before f32 [elements]; chunks u32 [chunks][2]; partials f32 [chunks][8].
 */
export function dynamicsPartials(
  ranges: readonly SummedRange[],
  { elements, updated }: { readonly elements: number; readonly updated: number },
): Kernel {
  const chunks = ranges.reduce((sum, range) => sum + chunksOf(range), 0)
  const { code, bindings } = declareBuffers([
    { name: 'gradients', access: 'read', element: 'vec4f', count: updated / 4 },
    { name: 'previous', access: 'read', element: 'vec4f', count: updated / 4 },
    { name: 'weights', access: 'read', element: 'vec4f', count: elements / 4 },
    { name: 'before', access: 'read', element: 'vec4f', count: elements / 4 },
    { name: 'chunks', access: 'read', element: 'vec2u', count: chunks },
    { name: 'partials', access: 'readWrite', element: 'vec4f', count: 2 * chunks },
  ])
  return {
    label: `dynamicsPartials of ${ranges.length} tensors`,
    code: `${code}
var<workgroup> totals: array<mat2x4f, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let chunk = chunks[workgroup.x];
  var total = mat2x4f();
  for (var i = chunk.x + local; i < chunk.x + chunk.y; i += ${THREADS}u) {
    let g = gradients[i];
    let p = previous[i];
    let w = before[i];
    let d = weights[i] - w;
    total += mat2x4f(dot(g, g), dot(w, w), dot(g, w), dot(g, p), dot(p, p), dot(d, d), 0, 0);
  }${foldWorkgroup(THREADS)}
  if (local == 0u) {
    partials[2u * workgroup.x] = total[0];
    partials[2u * workgroup.x + 1u] = total[1];
  }
}
`,
    bindings,
    workgroups: [chunks, 1, 1],
    workgroupBytes: THREADS * 32,
    invocations: THREADS,
    flops: 0,
  }
}

/**
 * Adds the partial sums of each range's chunks in order: sums[output.slot][range] = the sum of partials of its chunks.
 * partials f32 [chunks][8]; sums f32 [entries][ranges][8].
 */
export function dynamicsTotals(ranges: readonly SummedRange[], entries: number): Kernel {
  let end = 0
  const ends = ranges.map((range) => (end += chunksOf(range)))
  const count = ranges.length
  return elementwise({
    label: `dynamicsTotals of ${count} tensors`,
    storage: 'f32',
    buffers: [
      { name: 'partials', access: 'read', element: 'vec4f', count: 2 * end },
      { name: 'sums', access: 'readWrite', element: 'vec4f', count: 2 * entries * count },
    ],
    uniforms: [declareUniform(2, 'output', { slot: 'u32' })],
    invocations: 2 * count,
    declarations: `const ENDS = array<u32, ${count + 1}>(0u, ${ends.map((value) => `${value}u`).join(', ')});\n`,
    body: `
  var ends = ENDS;
  let range = i / 2u;
  var total = vec4f();
  for (var chunk = ends[range]; chunk < ends[range + 1u]; chunk++) {
    total += partials[2u * chunk + i % 2u];
  }
  sums[${2 * count}u * output.slot + i] = total;`,
  })
}
