import type { Kernel } from '../../codegen/kernel.ts'
import { loaded, storedVector, toStored, type BufferDeclaration } from '../../codegen/storage.ts'
import { elementwise } from '../../codegen/elementwise.ts'
import type { PoolOptions } from './max-pool.ts'
import { pooledSide, positionFunctions, positionLayout } from './pool-window.ts'
import { shapeText, tensorVectors, vectorCount } from '../../codegen/tensor-shape.ts'

export interface PoolGradientOptions extends PoolOptions {
  readonly add: boolean
}

/**
 * dx [batch, height, width, channels] = dy where `position` says the window's largest value was, else 0 [+ add].
 * dy [batch, floor(height / size), floor(width / size), channels] and position as `maxPool` writes it; add of dx's shape.
 */
export function maxPoolGradient(options: PoolGradientOptions): Kernel {
  const { shape, size } = options
  const layout = positionLayout(shape, size)
  return poolGradient(options, {
    label: 'maxPoolGradient',
    buffers: [{ name: 'position', access: 'read', element: 'u32', count: layout.count }],
    declarations: positionFunctions(layout),
    share: `
    let word = position[(image * ${layout.wordsPerImage}u + pixel / ${layout.pixels}u) * ${vectorCount(shape)}u + v];
    share = select(vec4f(), slope, unpackPosition(word, pixel) == vec4u(y % ${size}u * ${size}u + x % ${size}u));`,
  })
}

/** dx = dy / size^2 all over each window of `averagePool`, 0 outside of windows [+ add]. Shapes as in `maxPoolGradient`. */
export const averagePoolGradient = (options: PoolGradientOptions): Kernel =>
  poolGradient(options, {
    label: 'averagePoolGradient',
    buffers: [],
    declarations: '',
    share: `
    share = slope * ${1 / options.size ** 2};`,
  })

interface PoolKind {
  readonly label: string
  readonly buffers: readonly BufferDeclaration[]
  readonly declarations: string
  /** Statements that set a pixel's `share` of its window's gradient `slope`. */
  readonly share: string
}

function poolGradient(options: PoolGradientOptions, kind: PoolKind): Kernel {
  const { shape, storage, size, add } = options
  const { batch, height, width } = shape
  const vectors = vectorCount(shape)
  const side = pooledSide(shape, size)
  const pixels = side.height * side.width
  const count = tensorVectors(shape)
  const element = storedVector(storage)
  const added: readonly BufferDeclaration[] = [{ name: 'add', access: 'read', element, count }]
  return elementwise({
    label: `${kind.label} ${size} ${shapeText(shape)} ${storage}`,
    storage,
    buffers: [
      { name: 'dy', access: 'read', element, count: batch * pixels * vectors },
      ...kind.buffers,
      ...(add ? added : []),
      { name: 'dx', access: 'readWrite', element, count },
    ],
    invocations: count,
    declarations: kind.declarations,
    body: `
  let v = i % ${vectors}u;
  let x = i / ${vectors}u % ${width}u;
  let y = i / ${vectors * width}u % ${height}u;
  let image = i / ${vectors * width * height}u;
  var share = vec4f();
  if (x < ${side.width * size}u && y < ${side.height * size}u) {
    let pixel = y / ${size}u * ${side.width}u + x / ${size}u;
    let slope = ${loaded(storage, `dy[(image * ${pixels}u + pixel) * ${vectors}u + v]`)};${kind.share}
  }
  dx[i] = ${toStored(storage, add ? `share + ${loaded(storage, 'add[i]')}` : 'share')};`,
  })
}
