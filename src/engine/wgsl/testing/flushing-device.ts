import { deviceWith } from './run.ts'

/** The smallest normal f16. */
const SMALLEST_NORMAL = 2 ** -14

/** A value after f16 subnormals are flushed to 0. */
export const flushed = (value: number): number => (Math.abs(value) < SMALLEST_NORMAL ? 0 : value)

/**
 * A device that flushes f16 subnormals to 0, which WGSL allows and Mesa doesn't do: every conversion to f16 in a shader
 * goes through a function that flushes.
 */
export const flushingDevice = (device: GPUDevice): GPUDevice =>
  deviceWith(device, {
    createShaderModule: (descriptor) =>
      device.createShaderModule({ ...descriptor, code: withFlushes(descriptor.code) }),
  })

const withFlushes = (code: string): string =>
  code.includes('vec4h(')
    ? `${code.replaceAll(/\bvec4h\(/g, 'flushedF16(')}
fn flushedF16(value: vec4f) -> vec4h {
  return vec4h(select(value, vec4f(), abs(value) < vec4f(${SMALLEST_NORMAL})));
}
`
    : code
