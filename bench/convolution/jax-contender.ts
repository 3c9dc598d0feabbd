import { jit, lax, numpy as np, vjp } from '@jax-js/jax'
import { startJax } from '../peers/jax-device.ts'
import { elements, noise, type ConvContender, type Operation } from './operation.ts'

/** The operation with jax-js's `jit`, gradients with `vjp`. Activations are NCHW and weights OIHW, as jax-js needs them. */
export async function jaxConvolutionContender({ kind, shape }: Operation): Promise<ConvContender> {
  const device = await startJax()
  const { batch, height, width, kernel, stride, outHeight, outWidth } = shape
  const side = shape.padding === 'same' ? Math.floor(kernel / 2) : 0
  const padding: [number, number] = [side, side]
  const convolve = (x: np.Array, w: np.Array) =>
    lax.convGeneralDilated(x, w, [stride, stride], [padding, padding])
  const inputGradient = (x: np.Array, w: np.Array, dy: np.Array): np.Array => {
    const [y, pull] = vjp((input: np.Array) => convolve(input, w), [x])
    y.dispose()
    const [dx] = pull(dy)
    return dx
  }
  const weightGradient = (x: np.Array, w: np.Array, dy: np.Array): np.Array => {
    const [y, pull] = vjp((weights: np.Array) => convolve(x, weights), [w])
    y.dispose()
    const [dw] = pull(dy)
    return dw
  }
  const array = (name: string, sizes: number[]) =>
    np.array(noise(name, elements(sizes))).reshape(sizes)
  const x = array('x', [batch, shape.in, height, width])
  const w = array('w', [shape.out, shape.in, kernel, kernel])
  const dy = array('y', [batch, shape.out, outHeight, outWidth])
  const forward = jit(convolve)
  const gradient = jit(kind === 'inputGradient' ? inputGradient : weightGradient)
  const run = () => (kind === 'forward' ? forward(x.ref, w.ref) : gradient(x.ref, w.ref, dy.ref))
  // Compiles. Later calls dispatch in microtasks, before their results can be disposed.
  let last = await run().blockUntilReady()
  let failure: unknown = null
  return {
    engine: 'jax-js',
    variant: '',
    device,
    step() {
      if (failure) throw failure
      last.dispose()
      last = run()
      // jax-js dispatches only when something waits for a result.
      last.blockUntilReady().catch((error: unknown) => (failure = error))
    },
    dispose() {
      for (const held of [x, w, dy, last]) held.dispose()
      forward.dispose()
      gradient.dispose()
    },
  }
}
