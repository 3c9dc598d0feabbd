import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import { declareBuffers, loaded, storageDirectives, storedVector } from '../../codegen/storage.ts'

export interface LinearOptions {
  readonly batch: number
  /** A multiple of 4, as is `out`. */
  readonly in: number
  readonly out: number
  readonly storage: StorageType
}

export interface LinearForwardOptions extends LinearOptions {
  readonly bias: boolean
}

const MAX_LANES = 32

/**
 * logits[n][o] = sum over i of x[n][i] w[i][o] [+ bias[o]]. x [batch, in]; w [in, out], bias [out] and
 * logits [batch, out] in f32 for any storage type. A workgroup computes an image, its threads shares of the inputs.
 */
export function linearForward(options: LinearForwardOptions): Kernel {
  const { batch, storage, bias } = options
  const inputs = options.in / 4
  const outputs = options.out / 4
  const lanes = Math.max(Math.min(inputs, MAX_LANES), outputs)
  const { code, bindings } = declareBuffers([
    { name: 'x', access: 'read', element: storedVector(storage), count: batch * inputs },
    { name: 'w', access: 'read', element: 'vec4f', count: options.in * outputs },
    ...(bias ? [{ name: 'bias', access: 'read', element: 'vec4f', count: outputs } as const] : []),
    { name: 'logits', access: 'readWrite', element: 'vec4f', count: batch * outputs },
  ])
  const each = Array.from({ length: outputs }, (_, o) => o)
  const product = (o: number) => {
    const terms = [0, 1, 2, 3].map((c) => `input[${c}] * w[row + ${c * outputs + o}u]`)
    return `    sum${o} += ${terms.join(' + ')};\n`
  }
  return {
    label: `linearForward ${batch}x${options.in}x${options.out} ${storage}`,
    code: `${storageDirectives(storage)}${code}
var<workgroup> sums: array<vec4f, ${lanes * outputs}>;
@compute @workgroup_size(${lanes})
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let image = workgroup.x;
${each.map((o) => `  var sum${o} = vec4f();`).join('\n')}
  for (var i = local; i < ${inputs}u; i += ${lanes}u) {
    let input = ${loaded(storage, `x[image * ${inputs}u + i]`)};
    let row = i * ${4 * outputs}u;
${each.map(product).join('')}  }
${each.map((o) => `  sums[local + ${o * lanes}u] = sum${o};`).join('\n')}
  workgroupBarrier();
  if (local >= ${outputs}u) { return; }
  var total = ${bias ? 'bias[local]' : 'vec4f()'};
  for (var lane = 0u; lane < ${lanes}u; lane++) { total += sums[local * ${lanes}u + lane]; }
  logits[image * ${outputs}u + local] = total;
}
`,
    bindings,
    workgroups: [batch, 1, 1],
    workgroupBytes: lanes * outputs * 16,
    invocations: lanes,
    flops: 2 * batch * options.in * options.out,
  }
}
