import * as tf from '@tensorflow/tfjs'

/** Starts the WebGL backend and returns its context; null if WebGL is missing or cannot compute in 32 bits. */
export async function startWebGl(): Promise<WebGL2RenderingContext | null> {
  if (typeof OffscreenCanvas === 'undefined') return null
  // Textures of 16-bit floats would lose small gradients.
  if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED')) return null
  return (await tf.setBackend('webgl')) ? backendContext() : null
}

/** The context of the current backend, which is missing from its types; null if it is not WebGL 2. */
function backendContext(): WebGL2RenderingContext | null {
  const backend: object = tf.backend()
  if (!('gpgpu' in backend) || typeof backend.gpgpu !== 'object' || !backend.gpgpu) return null
  if (!('gl' in backend.gpgpu)) return null
  const { gl } = backend.gpgpu
  return gl instanceof WebGL2RenderingContext ? gl : null
}

/** Calls `listener` when the context is lost; afterwards WebGL returns zeros without an error. */
export function onContextLost(gl: WebGL2RenderingContext, listener: () => void): () => void {
  gl.canvas.addEventListener('webglcontextlost', listener)
  return () => gl.canvas.removeEventListener('webglcontextlost', listener)
}

/** The renderer of a context, as the browser reports it. */
export function webGlRenderer(gl: WebGL2RenderingContext): string {
  const extension = gl.getExtension('WEBGL_debug_renderer_info')
  const name: unknown = gl.getParameter(extension ? extension.UNMASKED_RENDERER_WEBGL : gl.RENDERER)
  return typeof name === 'string' && name !== '' ? name : 'WebGL'
}

/** The device name in a renderer string, without ANGLE's wrapper, device id and graphics API. */
export function rendererName(renderer: string): string {
  const device = /^ANGLE \([^,]*, (.*), [^,]*\)$/.exec(renderer)?.[1] ?? renderer
  return device
    .replace(/^ANGLE Metal Renderer: /, '')
    .replace(/^Vulkan [\d.]+ \((.*)\)$/, '$1')
    .replace(/ \(0x[0-9a-f]+\)/i, '')
    .replace(/ Direct3D.*$/, '')
}
