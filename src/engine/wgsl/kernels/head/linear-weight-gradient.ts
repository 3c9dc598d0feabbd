import type { Kernel } from '../../codegen/kernel.ts'
import { declareBuffers, loaded, storageDirectives, storedVector } from '../../codegen/storage.ts'
import type { LinearOptions } from './linear-forward.ts'

export interface LinearWeightGradientOptions extends LinearOptions {
  readonly bias: boolean
  /** The factor that dlogits carries, taken out here. */
  readonly lossScale: number
  /** Adds to dw and dbias rather than overwriting them. */
  readonly accumulate: boolean
}

const LANES = 64

/**
 * dw[i][o] = sum over n of x[n][i] dlogits[n][o] / lossScale, dbias[o] = sum over n of dlogits[n][o] / lossScale.
 * x [batch, in] as stored; dlogits [batch, out], dw [in, out], dbias [out] in f32. A workgroup takes four inputs, its
 * threads shares of the images; one more workgroup takes the bias as the weight of an input that is always 1.
 */
export function linearWeightGradient(options: LinearWeightGradientOptions): Kernel {
  const { batch, storage, bias, lossScale, accumulate } = options
  const inputs = options.in / 4
  const outputs = options.out / 4
  const { code, bindings } = declareBuffers([
    { name: 'x', access: 'read', element: storedVector(storage), count: batch * inputs },
    { name: 'dlogits', access: 'read', element: 'vec4f', count: batch * outputs },
    { name: 'dw', access: 'readWrite', element: 'vec4f', count: options.in * outputs },
    ...(bias
      ? [{ name: 'dbias', access: 'readWrite', element: 'vec4f', count: outputs } as const]
      : []),
  ])
  const cells = Array.from({ length: 4 * outputs }, (_, cell) => cell)
  const write = accumulate ? '+=' : '='
  const load = loaded(storage, `x[n * ${inputs}u + workgroup.x]`)
  return {
    label: `linearWeightGradient ${batch}x${options.in}x${options.out} ${storage}`,
    code: `${storageDirectives(storage)}${code}
var<workgroup> sums: array<vec4f, ${cells.length * LANES}>;
@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
${cells.map((cell) => `  var sum${cell} = vec4f();`).join('\n')}
  for (var n = local; n < ${batch}u; n += ${LANES}u) {
    var input = vec4f(1, 0, 0, 0);
    if (workgroup.x < ${inputs}u) { input = ${load}; }
${cells.map((cell) => `    sum${cell} += input[${Math.floor(cell / outputs)}] * dlogits[n * ${outputs}u + ${cell % outputs}u];`).join('\n')}
  }
${cells.map((cell) => `  sums[local + ${cell * LANES}u] = sum${cell};`).join('\n')}
  workgroupBarrier();
  if (local >= ${cells.length}u) { return; }
  var total = vec4f();
  for (var lane = 0u; lane < ${LANES}u; lane++) { total += sums[local * ${LANES}u + lane]; }
  total *= ${1 / lossScale};
  if (workgroup.x < ${inputs}u) {
    dw[workgroup.x * ${cells.length}u + local] ${write} total;
  }${bias ? ` else if (local < ${outputs}u) { dbias[local] ${write} total; }` : ''}
}
`,
    bindings,
    workgroups: [bias ? inputs + 1 : inputs, 1, 1],
    workgroupBytes: cells.length * LANES * 16,
    invocations: LANES,
    flops: 2 * batch * options.in * options.out,
  }
}
