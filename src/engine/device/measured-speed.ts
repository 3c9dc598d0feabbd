import { within } from '../../waiting/time-limit.ts'

const GROUPS = 64
const LANES = 64
/** Multiply-adds of one invocation in the first dispatch. */
const FIRST = 256
/** A dispatch must take this many ms to measure the speed. */
const ENOUGH = 8
const MOST_ROUNDS = 16
/** Milliseconds after which the adapter counts as slow. */
const LIMIT = 3000
/** FLOP/s below which an adapter computes like a processor: lavapipe on two cores reaches some 40 GFLOP/s, GPUs hundreds. */
const SLOW = 100e9

/**
 * Whether an adapter that the browser does not name computes no faster than a processor. Takes some tens of
 * milliseconds on a GPU: a multiply-add in every invocation, doubled until it takes long enough to be timed.
 */
export async function isSlowAsSoftware(
  device: GPUDevice,
  now: () => number = () => performance.now(),
): Promise<boolean> {
  const start = now()
  const buffers = [GPUBufferUsage.STORAGE, GPUBufferUsage.UNIFORM].map((usage) =>
    device.createBuffer({ size: 4 * GROUPS * LANES, usage: usage | GPUBufferUsage.COPY_DST }),
  )
  const [results, rounds] = buffers
  try {
    const pipeline = await within(
      LIMIT,
      'The GPU',
      device.createComputePipelineAsync({
        layout: 'auto',
        compute: { module: device.createShaderModule({ code: CODE }), entryPoint: 'main' },
      }),
    )
    const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }))
    const layout = pipeline.getBindGroupLayout(0)
    const group = device.createBindGroup({ layout, entries })
    let best = 0
    for (let round = 0; round < MOST_ROUNDS && now() - start < LIMIT; round++) {
      const each = FIRST * 2 ** round
      device.queue.writeBuffer(rounds, 0, Uint32Array.of(each))
      const encoder = device.createCommandEncoder()
      const pass = encoder.beginComputePass()
      pass.setPipeline(pipeline)
      pass.setBindGroup(0, group)
      pass.dispatchWorkgroups(GROUPS)
      pass.end()
      const submitted = now()
      device.queue.submit([encoder.finish()])
      await within(LIMIT, 'The GPU', device.queue.onSubmittedWorkDone())
      const elapsed = now() - submitted
      best = Math.max(best, (FLOP * each) / (elapsed / 1000))
      if (best >= SLOW) return false
      // The time left isn't enough for twice the work.
      if (elapsed >= ENOUGH && round > 0) break
    }
    return best < SLOW
  } catch {
    return true
  } finally {
    results.destroy()
    rounds.destroy()
  }
}

/** Of all invocations, for each round: four components, a multiplication and an addition. */
const FLOP = GROUPS * LANES * 4 * 2

const CODE = `
@group(0) @binding(0) var<storage, read_write> results: array<f32>;
@group(0) @binding(1) var<uniform> rounds: vec4u;
@compute @workgroup_size(${LANES}) fn main(@builtin(global_invocation_id) id: vec3u) {
  var value = vec4f(f32(id.x), 1.0, 2.0, 3.0) * 0.001;
  let factor = vec4f(0.999, 0.998, 0.997, 0.996);
  for (var i = 0u; i < rounds.x; i++) { value = fma(value, factor, factor); }
  results[id.x] = value.x + value.y + value.z + value.w;
}
`
