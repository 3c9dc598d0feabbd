import * as tf from '@tensorflow/tfjs'
import type { OpenDevice } from '../../src/engine/device/device.ts'
import { openTfjsBackend } from '../../src/engine/tfjs/index.ts'
import { elements, noise, tensorShapes, type ConvContender, type Operation } from './operation.ts'

/** TensorFlow.js's kernel for the operation. */
export async function tfjsContender(
  opened: OpenDevice,
  { kind, shape }: Operation,
): Promise<ConvContender> {
  const backend = await openTfjsBackend(opened)
  backend.use()
  const shapes = tensorShapes(shape)
  const { stride, kernel } = shape
  const pad = shape.padding === 'same' ? Math.floor(kernel / 2) : 0
  const tensor = (name: 'x' | 'w' | 'y') =>
    tf.tensor<tf.Rank.R4>(noise(name, elements(shapes[name])), [...shapes[name]])
  const [x, w, y] = [tensor('x'), tensor('w'), tensor('y')]
  const attributes = { strides: stride, pad, dataFormat: 'NHWC' }
  const run = (): tf.Tensor => {
    switch (kind) {
      case 'forward':
        return tf.conv2d(x, w, stride, pad)
      case 'inputGradient':
        return tf
          .engine()
          .runKernel(
            'Conv2DBackpropInput',
            { dy: y, filter: w },
            { ...attributes, inputShape: shapes.x },
          )
      case 'weightGradient':
        return tf
          .engine()
          .runKernel('Conv2DBackpropFilter', { x, dy: y }, { ...attributes, filterShape: shapes.w })
    }
  }
  let last: tf.Tensor | null = null
  return {
    engine: 'tfjs',
    variant: '',
    device: opened.device,
    step() {
      backend.use()
      last?.dispose()
      last = run()
      // A read makes TensorFlow.js submit the work it has queued.
      const first = tf.tidy(() => tf.slice(tf.reshape(last ?? x, [-1]), 0, 1))
      void first.data().finally(() => first.dispose())
    },
    dispose: () => tf.dispose([x, w, y, ...(last ? [last] : [])]),
  }
}
