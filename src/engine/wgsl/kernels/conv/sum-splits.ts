import type { Kernel } from '../../codegen/kernel.ts'
import { declareBuffers } from '../../codegen/storage.ts'
import { range } from '../../codegen/range.ts'

export interface SumSplitsOptions {
  /** A multiple of 4. */
  readonly elements: number
  readonly splits: number
  readonly scale: number
  /** Adds to `sum` rather than overwriting it. */
  readonly accumulate: boolean
}

const THREADS = 256
const MAX_LANES = 32
const MAX_WORKGROUPS = 65_535
/** Threads that keep a large GPU busy; below it several share an element. */
const ENOUGH_THREADS = 32_768
const MIN_SPLITS_PER_THREAD = 4
/** Loads of a thread that are in flight together. */
const AT_ONCE = 4

/**
 * sum[i] = scale * sum over s of partials[s][i], always in the same order. partials f32 [splits][elements],
 * sum f32 [elements]. Where elements are few and splits many, several threads share an element.
 */
export function sumSplits({ elements, splits, scale, accumulate }: SumSplitsOptions): Kernel {
  const vectors = elements / 4
  let lanes = 1
  while (
    lanes < MAX_LANES &&
    lanes * vectors < ENOUGH_THREADS &&
    splits > lanes * MIN_SPLITS_PER_THREAD
  ) {
    lanes *= 2
  }
  const across = THREADS / lanes
  const groups = Math.ceil(vectors / across)
  const rows = Math.ceil(groups / MAX_WORKGROUPS)
  const columns = Math.ceil(groups / rows)
  const { code, bindings } = declareBuffers([
    { name: 'partials', access: 'read', element: 'vec4f', count: splits * vectors },
    { name: 'sum', access: 'readWrite', element: 'vec4f', count: vectors },
  ])
  const fold = `
  totals[local] = total;
  workgroupBarrier();
  if (lane == 0u) {
    for (var other = local + ${across}u; other < ${THREADS}u; other += ${across}u) { total += totals[other]; }
  }`
  return {
    label: `sumSplits ${splits}x${elements}`,
    code: `${code}${lanes > 1 ? `var<workgroup> totals: array<vec4f, ${THREADS}>;` : ''}
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let lane = local / ${across}u;
  let i = (workgroup.y * ${columns}u + workgroup.x) * ${across}u + local % ${across}u;
  let index = min(i, ${vectors - 1}u);
  var total = vec4f();
  var split = lane;
  for (; split + ${(AT_ONCE - 1) * lanes}u < ${splits}u; split += ${AT_ONCE * lanes}u) {
${range(AT_ONCE)
  .map((n) => `    let part${n} = partials[(split + ${n * lanes}u) * ${vectors}u + index];`)
  .join('\n')}
    total = total + ${range(AT_ONCE)
      .map((n) => `part${n}`)
      .join(' + ')};
  }
  for (; split < ${splits}u; split += ${lanes}u) { total += partials[split * ${vectors}u + index]; }${lanes > 1 ? fold : ''}
  if (lane == 0u && i < ${vectors}u) { sum[i] ${accumulate ? '+=' : '='} total * ${scale}; }
}
`,
    bindings,
    workgroups: [columns, rows, 1],
    workgroupBytes: lanes > 1 ? THREADS * 16 : 0,
    invocations: THREADS,
    flops: 0,
  }
}
