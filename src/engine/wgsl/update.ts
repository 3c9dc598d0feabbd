import { elementCount } from '../../model/parameters.ts'
import type { LarsRecipe, MuonRecipe, OptimiserRecipe } from '../../recipe/recipe.ts'
import type { EngineSpec } from '../engine.ts'
import { NEWTON_SCHULZ } from '../newton-schulz.ts'
import { updateRule } from '../update-rule.ts'
import type { StorageType } from './kernel.ts'
import { average } from './kernels/average.ts'
import type { FlatMatrix } from './kernels/flat-matrices.ts'
import { larsDescend } from './kernels/lars-descend.ts'
import { larsNorms } from './kernels/lars-norms.ts'
import { muonDescend } from './kernels/muon-descend.ts'
import { muonGram } from './kernels/muon-gram.ts'
import { muonMomentum } from './kernels/muon-momentum.ts'
import { muonMultiply } from './kernels/muon-multiply.ts'
import { muonPolynomial } from './kernels/muon-polynomial.ts'
import { roundWeights } from './kernels/round-weights.ts'
import { sgd } from './kernels/sgd.ts'
import type { ParameterLayout } from './parameter-layout.ts'
import { Recorder, resident, type Dispatch, type Tensor } from './programme.ts'
import { SCALARS } from './scalars.ts'

interface UpdateRequest {
  readonly spec: Pick<EngineSpec, 'optimiser' | 'averaging'>
  readonly storage: StorageType
}

function updateRecorder(tensors: Tensor[] = []): Recorder {
  const recorder = new Recorder(tensors)
  recorder.phase = 'update'
  return recorder
}

/** The dispatches from a step's gradients to its weights. */
export function recordUpdate(
  { spec, storage }: UpdateRequest,
  layout: ParameterLayout,
  tensors: Tensor[],
): Dispatch[] {
  const recorder = updateRecorder(tensors)
  const { optimiser } = spec
  const half = storage === 'f16'
  const { momentum, nesterov, velocity } = optimiser
  recorder.record(
    'optimiser',
    sgd({ elements: layout.updated, momentum, nesterov, velocity, half }),
    {
      weights: resident('weights'),
      velocity: resident('velocity'),
      gradients: resident('gradients'),
      blocks: resident('blocks'),
      rates: resident('scalars', SCALARS.rates),
      weights16: half ? resident('weights16') : null,
    },
  )
  const matrices = wholeTensors(layout, optimiser)
  if (matrices.length === 0) return recorder.dispatches
  const options = { matrices, elements: layout.updated, half }
  if (optimiser.kind === 'lars') recordLars(recorder, optimiser, options)
  if (optimiser.kind === 'muon') recordMuon(recorder, optimiser, options)
  return recorder.dispatches
}

interface WholeTensorOptions {
  readonly matrices: readonly FlatMatrix[]
  readonly elements: number
  readonly half: boolean
}

/** The weights that the optimiser updates tensor by tensor. */
const wholeTensors = (layout: ParameterLayout, optimiser: OptimiserRecipe): FlatMatrix[] =>
  layout.parameters
    .filter(({ spec }) => spec.trainable && updateRule(optimiser, spec.group) !== 'sgd')
    .map(({ offset, row, shape, paddedShape }) => {
      const columns = paddedShape[paddedShape.length - 1]
      const rows = elementCount(paddedShape) / columns
      return { offset, row, rows, columns, outputs: shape[shape.length - 1] }
    })

function recordLars(
  recorder: Recorder,
  { momentum, nesterov, velocity, epsilon }: LarsRecipe,
  { matrices, elements, half }: WholeTensorOptions,
): void {
  const flat = {
    weights: resident('weights'),
    gradients: resident('gradients'),
    rates: resident('scalars', SCALARS.rates),
  }
  const { norms } = recorder.record('LARS', larsNorms({ matrices, elements }), flat)
  const formula = { momentum, nesterov, velocity, epsilon }
  recorder.record('LARS', larsDescend({ matrices, elements, half, ...formula }), {
    ...flat,
    norms,
    velocity: resident('velocity'),
    weights16: half ? resident('weights16') : null,
  })
}

function recordMuon(
  recorder: Recorder,
  { convolutions: { momentum, nesterov } }: MuonRecipe,
  { matrices, elements, half }: WholeTensorOptions,
): void {
  const rates = resident('scalars', SCALARS.rates)
  const weights = resident('weights')
  const begun = recorder.record('Muon', muonMomentum({ matrices, elements, momentum, nesterov }), {
    weights,
    gradients: resident('gradients'),
    velocity: resident('velocity'),
    rates,
  })
  const { norms } = begun
  let { x } = begun
  for (let i = 0; i < NEWTON_SCHULZ.iterations; i++) {
    const first = i === 0
    const scale = first ? { norms } : {}
    const { gram } = recorder.record('Muon', muonGram(matrices), { x })
    const polynomial = muonPolynomial({ matrices, first })
    const made = recorder.record('Muon', polynomial, { gram, ...scale })
    const multiply = muonMultiply({ matrices, first })
    x = recorder.record('Muon', multiply, { x, polynomial: made.polynomial, ...scale }).y
  }
  recorder.record('Muon', muonDescend({ matrices, elements, half }), {
    weights,
    x,
    norms,
    rates,
    weights16: half ? resident('weights16') : null,
  })
}

/** The dispatch from weights to their average, where the recipe keeps one. */
export function recordAverage(
  { spec, storage }: UpdateRequest,
  layout: ParameterLayout,
): Dispatch[] {
  if (spec.averaging === 'none') return []
  const recorder = updateRecorder()
  const writeBack = spec.averaging === 'lookahead'
  const half = writeBack && storage === 'f16'
  recorder.record('average', average({ elements: layout.updated, writeBack, half }), {
    weights: resident('weights'),
    average: resident('average'),
    rates: resident('scalars', SCALARS.keep),
    weights16: half ? resident('weights16') : null,
  })
  return recorder.dispatches
}

/** The dispatch from weights to an evaluation's half-precision operands; none in f32. */
export function recordRound(
  { storage }: Pick<UpdateRequest, 'storage'>,
  layout: ParameterLayout,
): Dispatch[] {
  if (storage === 'f32') return []
  const recorder = updateRecorder()
  recorder.record('operands', roundWeights({ elements: layout.elements }), {
    weights: resident('evaluated'),
    weights16: resident('weights16'),
  })
  return recorder.dispatches
}
