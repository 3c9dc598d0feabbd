import type { Kernel, StorageType } from '../kernel.ts'
import { declareBuffers, loaded, storageDirectives, storedVector } from '../storage.ts'

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

const MAX_LANES = 64

/**
 * logits[n][o] = sum over i of x[n][i] w[i][o] [+ bias[o]]. x [batch, in]; w [in, out], bias [out] and
 * logits [batch, out] in f32 whatever the storage. A workgroup takes an image, its threads shares of the inputs.
 */
export function linearForward(options: LinearForwardOptions): Kernel {
  const { batch, storage, bias } = options
  const inputs = options.in / 4
  const outputs = options.out / 4
  const lanes = Math.min(2 ** Math.ceil(Math.log2(inputs)), MAX_LANES)
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
  for (var half = ${lanes}u / 2u; half > 0u; half = half / 2u) {
    workgroupBarrier();
    if (local < half) {
${each.map((o) => `      sums[local + ${o * lanes}u] += sums[local + half + ${o * lanes}u];`).join('\n')}
    }
  }
  if (local == 0u) {
${each.map((o) => `    logits[image * ${outputs}u + ${o}u] = sums[${o * lanes}u]${bias ? ` + bias[${o}]` : ''};`).join('\n')}
  }
}
`,
    bindings,
    workgroups: [batch, 1, 1],
    workgroupBytes: lanes * outputs * 16,
    invocations: lanes,
    flops: 2 * batch * options.in * options.out,
  }
}
