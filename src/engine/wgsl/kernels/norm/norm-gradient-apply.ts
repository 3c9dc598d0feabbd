import type { Kernel } from '../../codegen/kernel.ts'
import { loaded, storedVector, toStored, type BufferDeclaration } from '../../codegen/storage.ts'
import { activationFunctions } from '../../codegen/activation.ts'
import { elementwise } from '../../codegen/elementwise.ts'
import type { NormKernelOptions } from './norm-activate.ts'
import { normFunctions } from './norm-coefficients.ts'
import { gradientInputs } from './norm-gradient-reduce.ts'
import { pooledSide, positionFunctions, positionLayout } from '../pool/pool-window.ts'
import { rowsAtOnce } from '../../codegen/rows-at-once.ts'
import { rowCount, shapeText, tensorVectors, vectorCount } from '../../codegen/tensor-shape.ts'

export interface NormGradientApplyOptions extends NormKernelOptions {
  readonly add: boolean
}

/**
 * dx = scale / deviation * (dz - mean(dz) - xhat * mean(dz * xhat)) [+ add], means over the rows of the ghost group,
 * dz = dy * activation'(xhat * scale + bias); with a pool, 0 except at the window's maximum.
 * Both xhat and the derivative are recomputed from x. x, coefficients, dy, position as in `normGradientReduce`,
 * sums as `normGradientMerge` writes them, dx and add of x's shape.
 * Source: Ioffe and Szegedy, "Batch Normalization", 2015, section 3.
 */
export function normGradientApply(options: NormGradientApplyOptions): Kernel {
  const { shape, storage, groups, activation, pool, add } = options
  const vectors = vectorCount(shape)
  const count = tensorVectors(shape)
  const element = storedVector(storage)
  const added: readonly BufferDeclaration[] = [{ name: 'add', access: 'read', element, count }]
  const { invocations, declarations, body } = pool === 'none' ? plain(options) : pooled(options)
  return elementwise({
    label: `normGradientApply ${shapeText(shape)} / ${groups}, pool ${pool} ${storage}`,
    storage,
    buffers: [
      ...gradientInputs(options),
      { name: 'sums', access: 'read', element: 'vec4f', count: groups * 2 * vectors },
      ...(add ? added : []),
      { name: 'dx', access: 'readWrite', element, count },
    ],
    invocations,
    declarations: `${normFunctions(vectors)}${activationFunctions(activation)}${declarations}
struct Means { dz: vec4f, product: vec4f }
fn meansOf(group: u32, v: u32) -> Means {
  let at = group * ${2 * vectors}u + v;
  let share = vec4f(${1 / (rowCount(shape) / groups)});
  return Means(sums[at] * share, sums[at + ${vectors}u] * share);
}
fn gradient(norm: Norm, means: Means, xhat: vec4f, dz: vec4f) -> vec4f {
  return norm.scale * norm.rstd * (dz - means.dz - xhat * means.product);
}
`,
    body,
  })
}

/** The statement that writes element `at` of dx. */
const writeGradient = ({ storage, add }: NormGradientApplyOptions): string => {
  const added = add ? ` + ${loaded(storage, 'add[at]')}` : ''
  return `dx[at] = ${toStored(storage, `gradient(norm, means, xhat, dz)${added}`)};`
}

function plain(options: NormGradientApplyOptions) {
  const { shape, storage, groups } = options
  const vectors = vectorCount(shape)
  const rowsPerGroup = rowCount(shape) / groups
  const rows = rowsAtOnce(rowsPerGroup)
  return {
    invocations: tensorVectors(shape) / rows,
    declarations: '',
    body: `
  let v = i % ${vectors}u;
  let row = i / ${vectors}u * ${rows}u;
  let norm = normOf(row / ${rowsPerGroup}u, v);
  let means = meansOf(row / ${rowsPerGroup}u, v);
  for (var k = 0u; k < ${rows}u; k++) {
    let at = (row + k) * ${vectors}u + v;
    let xhat = normalised(norm, ${loaded(storage, 'x[at]')});
    let dz = ${loaded(storage, 'dy[at]')} * activationDerivative(scaled(norm, xhat));
    ${writeGradient(options)}
  }`,
  }
}

/** One thread per window, including partial ones at the border: their dz is 0, but their dx isn't. */
function pooled(options: NormGradientApplyOptions) {
  const { shape, storage, groups } = options
  const { batch, height, width } = shape
  const vectors = vectorCount(shape)
  const side = pooledSide(shape, 2)
  const layout = positionLayout(shape, 2)
  const windows = { height: Math.ceil(height / 2), width: Math.ceil(width / 2) }
  const perImage = windows.height * windows.width
  return {
    invocations: batch * perImage * vectors,
    declarations: positionFunctions(layout),
    body: `
  let v = i % ${vectors}u;
  let image = i / ${vectors * perImage}u;
  let windowY = i / ${vectors * windows.width}u % ${windows.height}u;
  let windowX = i / ${vectors}u % ${windows.width}u;
  let group = image / ${batch / groups}u;
  let norm = normOf(group, v);
  let means = meansOf(group, v);
  var argmax = vec4u(4);
  var slope = vec4f();
  if (windowY < ${side.height}u && windowX < ${side.width}u) {
    let pixel = windowY * ${side.width}u + windowX;
    let word = position[(image * ${layout.wordsPerImage}u + pixel / ${layout.pixels}u) * ${vectors}u + v];
    argmax = unpackPosition(word, pixel);
    slope = ${loaded(storage, `dy[(image * ${side.height * side.width}u + pixel) * ${vectors}u + v]`)};
  }
  for (var w = 0u; w < 4u; w++) {
    let y = windowY * 2u + w / 2u;
    let x0 = windowX * 2u + w % 2u;
    if (y >= ${height}u || x0 >= ${width}u) { continue; }
    let at = ((image * ${height}u + y) * ${width}u + x0) * ${vectors}u + v;
    let xhat = normalised(norm, ${loaded(storage, 'x[at]')});
    let dz = select(vec4f(), slope * activationDerivative(scaled(norm, xhat)), argmax == vec4u(w));
    ${writeGradient(options)}
  }`,
  }
}
