import { defaultDevice, getWebGPUDevice, init } from '@jax-js/jax'

let device: GPUDevice | null = null

/** Starts jax-js, which opens its own device and never another one. Needs `navigator.gpu`. */
export async function startJax(): Promise<GPUDevice> {
  if (device) return device
  // jax-js 0.1.25 reads it to detect phones; Node 20 has none.
  if (navigator.userAgent === undefined) {
    Object.defineProperty(navigator, 'userAgent', { value: 'Node.js', configurable: true })
  }
  const started = await init('webgpu')
  if (!started.includes('webgpu')) throw new Error('jax-js found no WebGPU.')
  defaultDevice('webgpu')
  device = getWebGPUDevice()
  return device
}
