import { tmpdir } from 'node:os'
import { create, globals } from 'webgpu'

/** Never released: devices die when their instance is garbage-collected. */
let instance: GPU | undefined

/**
 * Starts Dawn, Chrome's WebGPU, in Node, and defines `navigator.gpu` and the WebGPU globals. Set `VK_DRIVER_FILES` to a
 * driver's ICD file to choose among Vulkan drivers.
 */
export function startDawn(toggles: readonly string[] = []): GPU {
  if (instance) return instance
  // Dawn for Node polls for finished work in a setImmediate loop, which takes most of a core from a software adapter's
  // threads: 1.8 times slower (webgpu 0.6.2 on lavapipe, 2 cores). Remove this when Dawn waits without spinning.
  const setImmediate = (task: (...rest: unknown[]) => void, ...rest: unknown[]) =>
    setTimeout(task, 1, ...rest)
  Object.assign(globalThis, globals, { setImmediate })
  process.env.XDG_RUNTIME_DIR ??= tmpdir() // Mesa's drivers need it.
  instance = create(toggles.map((toggle) => `enable-dawn-features=${toggle}`))
  const navigator = globalThis.navigator ?? {}
  Object.defineProperty(navigator, 'gpu', { value: instance, configurable: true })
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true })
  return instance
}
