import * as tf from '@tensorflow/tfjs'
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import { isSoftwareRenderer, type OpenDevice } from '../device.ts'
import { installFilterGradient } from './filter-gradient.ts'

export interface TfjsBackend {
  readonly name: 'webgpu' | 'webgl' | 'cpu'
  /** What computes, for people. */
  readonly adapter: string
  readonly software: boolean
  /** Null where TensorFlow.js computes without WebGPU. */
  readonly device: OpenDevice | null
  /** Makes it the backend of what TensorFlow.js computes next, up to the next `await`. */
  use(): void
}

let registered: OpenDevice | null = null

installFilterGradient()

/** TensorFlow.js on a device of ours, or on WebGL or the processor where there is no WebGPU. */
export async function openTfjsBackend(device: OpenDevice | null): Promise<TfjsBackend> {
  return device ? openWebGpu(device) : ((await openWebGl()) ?? (await openCpu()))
}

async function openWebGpu(opened: OpenDevice): Promise<TfjsBackend> {
  if (registered !== opened) {
    // Importing the package registers a factory that would open a device of its own.
    if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu')
    tf.registerBackend('webgpu', () => new WebGPUBackend(opened.device, opened.adapterInfo))
    registered = opened
  }
  await select('webgpu')
  const { name, software } = opened.adapter
  return {
    name: 'webgpu',
    adapter: name ?? 'a GPU the browser does not name',
    software,
    device: opened,
    use: () => use('webgpu'),
  }
}

async function openWebGl(): Promise<TfjsBackend | null> {
  if (typeof OffscreenCanvas === 'undefined') return null
  const found = await tf.setBackend('webgl').catch(() => false)
  // Textures of 16-bit floats lose small gradients.
  if (!found || !tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) return null
  const adapter = webGlRenderer()
  return {
    name: 'webgl',
    adapter,
    software: isSoftwareRenderer(adapter),
    device: null,
    use: () => use('webgl'),
  }
}

/** The renderer behind WebGL, as the browser names it. */
function webGlRenderer(): string {
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2')
  const extension = gl?.getExtension('WEBGL_debug_renderer_info')
  const name: unknown = extension && gl?.getParameter(extension.UNMASKED_RENDERER_WEBGL)
  return typeof name === 'string' && name !== '' ? name : 'WebGL'
}

async function openCpu(): Promise<TfjsBackend> {
  await select('cpu')
  return {
    name: 'cpu',
    adapter: 'JavaScript on the processor',
    software: true,
    device: null,
    use: () => use('cpu'),
  }
}

/** Takes effect at once, since the backend has been started. */
function use(name: string): void {
  if (tf.getBackend() !== name) void tf.setBackend(name)
}

async function select(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) {
    throw new Error(`TensorFlow.js could not start its ${name} backend.`)
  }
}

/** Bytes the current backend holds, its pool of free buffers included. */
export function heldBytes(): number {
  const backend = tf.backend()
  return backend instanceof WebGPUBackend
    ? backend.memory().numBytesAllocatedInGPU
    : tf.memory().numBytes
}

/** Frees the pooled buffers of the WebGPU backend, which grow and never shrink, where no tensor is left. */
export function trimPool(): void {
  const backend = tf.backend()
  if (backend instanceof WebGPUBackend && tf.memory().numTensors === 0) {
    backend.bufferManager.dispose()
  }
}
