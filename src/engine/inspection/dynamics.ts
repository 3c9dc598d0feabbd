/** How one trained tensor moved in one step. Norms are Euclidean. */
export interface TensorDynamics {
  readonly name: string
  /** Before the step. */
  readonly weightNorm: number
  /** Of the gradient of the summed loss, without decay. */
  readonly gradientNorm: number
  /**
   * Of the change that the step made, including an average that was written back; divided by `weightNorm`, the
   * effective step.
   */
  readonly stepNorm: number
  /** Between gradient and weight: near 0 if scaling the weight changes nothing. 0 if either is 0. */
  readonly gradientWeightCosine: number
  /** Between this step's gradient and the previous one; null if that wasn't saved. */
  readonly gradientCosine: number | null
}

export interface StepDynamics {
  readonly step: number
  /** Tensors that the step trained, in the network's order. */
  readonly tensors: readonly TensorDynamics[]
}

/**
 * Sums over the elements of a tensor: g the gradient, w the weight before the step, p the gradient of the step before,
 * d the change.
 */
export interface DynamicsSums {
  readonly gg: number
  readonly ww: number
  readonly gw: number
  readonly gp: number
  readonly pp: number
  readonly dd: number
}

/** Computes a tensor's dynamics from its sums; `hasPrevious` says whether p is valid. */
export function tensorDynamics(
  name: string,
  { gg, ww, gw, gp, pp, dd }: DynamicsSums,
  hasPrevious: boolean,
): TensorDynamics {
  return {
    name,
    weightNorm: Math.sqrt(ww),
    gradientNorm: Math.sqrt(gg),
    stepNorm: Math.sqrt(dd),
    gradientWeightCosine: cosine(gw, gg, ww),
    gradientCosine: hasPrevious ? cosine(gp, gg, pp) : null,
  }
}

function cosine(dot: number, aa: number, bb: number): number {
  const norms = Math.sqrt(aa) * Math.sqrt(bb)
  return norms === 0 ? 0 : dot / norms
}
