import { IMAGE_PIXELS } from '../../../batch/truth.ts'
import type { Kernel } from '../../codegen/kernel.ts'
import { declareBuffers } from '../../codegen/storage.ts'
import { foldWorkgroup } from '../../codegen/fold-workgroup.ts'
import { declareUniform } from '../../codegen/uniform.ts'

export interface SoftmaxCrossEntropyOptions {
  readonly batch: number
  readonly classes: number
  /** Share of the target that is spread over all classes. */
  readonly labelSmoothing: number
  /** Logits are multiplied by this before the softmax. */
  readonly logitScale: number
  /** A factor on dlogits only. */
  readonly lossScale: number
  /** Steps that the metrics have room for. */
  readonly entries: number
}

const THREADS = 256

/**
 * Cross-entropy summed over the batch, and its gradient: z = logitScale * logits, p = softmax(z), target as `targetOf` has
 * it for labelSmoothing s: (1 - s) ((1 - q) onehot(label) + q onehot(other)) + s / classes, q the patch's share of the
 * pixels; loss = -sum target log p, dlogits = (p - target) logitScale lossScale.
 * logits, dlogits f32 [batch][classes padded to a multiple of 4], padding in dlogits 0; truth u32 [batch], as `packTruth`
 * packs it.
 * metrics f32 [entries][4] at the uniform's `slot`: summed loss, images whose largest logit (the first of equals) is the
 * image's own label, 1 if every logit is finite else 0, and 0, which `watchWeights` may overwrite; added to what is there
 * unless `fresh` is 1.
 * Values are finite if no exponent has all bits set; WGSL comparisons with NaN are unreliable.
 */
export function softmaxCrossEntropy(options: SoftmaxCrossEntropyOptions): Kernel {
  const { batch, classes, labelSmoothing, logitScale, lossScale, entries } = options
  const padded = 4 * Math.ceil(classes / 4)
  const { code, bindings } = declareBuffers([
    { name: 'logits', access: 'read', element: 'f32', count: batch * padded },
    { name: 'truth', access: 'read', element: 'u32', count: batch },
    { name: 'dlogits', access: 'readWrite', element: 'f32', count: batch * padded },
    { name: 'metrics', access: 'readWrite', element: 'vec4f', count: entries },
  ])
  const output = declareUniform(bindings.length, 'output', { slot: 'u32', fresh: 'u32' })
  const each = Array.from({ length: classes }, (_, c) => c)
  const lines = (line: (c: number) => string) => each.map((c) => `    ${line(c)}`).join('\n')
  const padding = Array.from({ length: padded - classes }, (_, i) => classes + i)
  return {
    label: `softmaxCrossEntropy ${batch}x${classes}`,
    code: `${code}${output.code}
fn isInfiniteOrNaN(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) == 0x7f800000u; }
var<workgroup> totals: array<vec3f, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(local_invocation_index) local: u32) {
  // Loss, correct predictions, logits that aren't finite.
  var total = vec3f();
  for (var n = local; n < ${batch}u; n += ${THREADS}u) {
    let row = n * ${padded}u;
    let label = truth[n] & 255u;
    let other = (truth[n] >> 8u) & 255u;
    let share = f32(truth[n] >> 16u) * ${1 / IMAGE_PIXELS};
    let ownTarget = ${1 - labelSmoothing} * (1 - share);
    let otherTarget = ${1 - labelSmoothing} * share;
${lines((c) => `let z${c} = logits[row + ${c}u] * ${logitScale};`)}
    var largest = z0;
    var predicted = 0u;
${lines((c) => `if (z${c} > largest) { largest = z${c}; predicted = ${c}u; }`)}
${lines((c) => `let e${c} = exp(z${c} - largest);`)}
    let sum = ${each.map((c) => `e${c}`).join(' + ')};
    let logSum = largest + log(sum);
    var loss = 0.0;
${lines((c) => `let t${c} = select(0.0, ownTarget, label == ${c}u) + select(0.0, otherTarget, other == ${c}u) + ${labelSmoothing / classes};`)}
${lines((c) => `loss += t${c} * (logSum - z${c});`)}
${lines((c) => `dlogits[row + ${c}u] = (e${c} / sum - t${c}) * ${logitScale * lossScale};`)}
${padding.map((c) => `    dlogits[row + ${c}u] = 0;`).join('\n')}
    let bad = ${each.map((c) => `isInfiniteOrNaN(z${c})`).join(' || ')};
    total += vec3f(loss, select(0.0, 1.0, predicted == label), select(0.0, 1.0, bad));
  }${foldWorkgroup(THREADS)}
  if (local == 0u) {
    let finite = select(1.0, 0.0, total.z > 0 || isInfiniteOrNaN(total.x));
    let fresh = vec4f(total.xy, finite, 0);
    let before = metrics[output.slot];
    let sum = vec4f(before.xy + fresh.xy, before.z * finite, 0);
    metrics[output.slot] = select(sum, fresh, output.fresh == 1u);
  }
}
`,
    bindings: [...bindings, output.binding],
    workgroups: [1, 1, 1],
    workgroupBytes: THREADS * 16,
    invocations: THREADS,
    flops: 0,
  }
}
