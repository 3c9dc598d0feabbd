import type { BatchNormLayer, ConvLayer, Layer, LinearLayer } from '../../../model/layers.ts'
import type { Activation } from '../../../recipe/schema/network.ts'
import type { NormPool } from '../kernels/norm/norm-activate.ts'

/** One or more layers whose kernels are fused. */
export type Unit =
  /** With `pool`, a 2x2 max pool follows in the same kernel; with `norm`, its statistics may too. */
  | {
      readonly kind: 'conv'
      readonly layer: ConvLayer
      readonly pool: boolean
      readonly norm: BatchNormLayer | null
    }
  | {
      readonly kind: 'norm'
      readonly layer: BatchNormLayer
      readonly activation: Activation | null
      readonly pool: NormPool
    }
  /** `bias` names the layer whose bias is added first. */
  | {
      readonly kind: 'activation'
      readonly activation: Activation | null
      readonly bias: string | null
    }
  | { readonly kind: 'maxPool' | 'averagePool'; readonly size: 2 | 3 | 4 }
  | {
      readonly kind: 'residual'
      readonly body: readonly Unit[]
      readonly shortcut: readonly Unit[]
    }
  | { readonly kind: 'concat'; readonly branches: readonly (readonly Unit[])[] }
  | { readonly kind: 'flatten' }
  | { readonly kind: 'linear'; readonly layer: LinearLayer }
  | { readonly kind: 'scale'; readonly factor: number }

const isHalvingPool = (layer: Layer | undefined) => layer?.kind === 'maxPool' && layer.size === 2

/** Groups layers into units, longest match first. */
export function groupLayers(layers: readonly Layer[]): Unit[] {
  const units: Unit[] = []
  let rest = layers
  while (rest.length > 0) {
    const [first] = rest
    let taken = 1
    switch (first.kind) {
      case 'conv': {
        const pool = isHalvingPool(rest[1])
        taken += Number(pool)
        const next = rest.at(taken)
        const norm = next?.kind === 'batchNorm' && !first.bias ? next : null
        units.push({ kind: 'conv', layer: first, pool, norm })
        if (first.bias) {
          const activation = next?.kind === 'activation' ? next.activation : null
          taken += Number(activation !== null)
          units.push({ kind: 'activation', activation, bias: first.name })
        }
        break
      }
      case 'batchNorm': {
        const match = matchNorm(rest)
        taken = match.taken
        units.push({ kind: 'norm', layer: first, activation: match.activation, pool: match.pool })
        break
      }
      case 'bias': {
        const activation = rest[1]?.kind === 'activation' ? rest[1].activation : null
        taken += Number(activation !== null)
        units.push({ kind: 'activation', activation, bias: first.name })
        break
      }
      case 'activation':
        units.push({ kind: 'activation', activation: first.activation, bias: null })
        break
      case 'maxPool':
      case 'averagePool':
        units.push({ kind: first.kind, size: first.size })
        break
      case 'residual':
        units.push({
          kind: 'residual',
          body: groupLayers(first.body),
          shortcut: groupLayers(first.shortcut),
        })
        break
      case 'concat':
        units.push({ kind: 'concat', branches: first.branches.map(groupLayers) })
        break
      case 'flatten':
        units.push({ kind: 'flatten' })
        break
      case 'linear':
        units.push({ kind: 'linear', layer: first })
        break
      case 'scale':
        units.push({ kind: 'scale', factor: first.factor })
        break
    }
    rest = rest.slice(taken)
  }
  return units
}

/**
 * The layers that fuse with the batch norm at the start of `layers`: an activation, and a 2x2 max pool on either side
 * of it.
 */
function matchNorm(layers: readonly Layer[]): {
  readonly activation: Activation | null
  readonly pool: NormPool
  readonly taken: number
} {
  const [, second, third] = layers
  if (second?.kind === 'activation') {
    const pool = isHalvingPool(third)
    const { activation } = second
    return { activation, pool: pool ? 'afterActivation' : 'none', taken: pool ? 3 : 2 }
  }
  if (isHalvingPool(second)) {
    const activation = third?.kind === 'activation' ? third.activation : null
    return { activation, pool: 'beforeActivation', taken: activation === null ? 2 : 3 }
  }
  return { activation: null, pool: 'none', taken: 1 }
}
