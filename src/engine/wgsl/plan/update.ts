import { elementCount } from '../../../model/parameters.ts'
import type { LarsRecipe, MuonRecipe, OptimiserRecipe } from '../../../recipe/schema/optimiser.ts'
import type { EngineSpec } from '../../engine.ts'
import { NEWTON_SCHULZ_ITERATIONS } from '../../newton-schulz.ts'
import { updateRule } from '../../update-rule.ts'
import type { StorageType } from '../codegen/kernel.ts'
import { average } from '../kernels/optimizer/average.ts'
import type { FlatMatrix } from '../kernels/optimizer/flat-matrices.ts'
import { larsDescend } from '../kernels/optimizer/lars-descend.ts'
import { larsNorms } from '../kernels/optimizer/lars-norms.ts'
import { muonDescend } from '../kernels/optimizer/muon-descend.ts'
import { muonGram } from '../kernels/optimizer/muon-gram.ts'
import { muonMomentum } from '../kernels/optimizer/muon-momentum.ts'
import { muonMultiply } from '../kernels/optimizer/muon-multiply.ts'
import { muonPolynomial } from '../kernels/optimizer/muon-polynomial.ts'
import { roundWeights } from '../kernels/optimizer/round-weights.ts'
import { sgd } from '../kernels/optimizer/sgd.ts'
import { METRIC_ENTRIES } from './metric-entries.ts'
import type { ParameterLayout } from './parameter-layout.ts'
import { Recorder, persistent, type Dispatch, type Tensor } from './program.ts'
import { SCALARS } from './scalar-offsets.ts'

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
    sgd({ elements: layout.updated, momentum, nesterov, velocity, half, entries: METRIC_ENTRIES }),
    {
      weights: persistent('weights'),
      velocity: persistent('velocity'),
      gradients: persistent('gradients'),
      blocks: persistent('blocks'),
      rates: persistent('scalars', SCALARS.rates),
      weights16: half ? persistent('weights16') : null,
      ...watched(),
    },
  )
  const matrices = wholeTensors(layout, optimiser)
  if (matrices.length === 0) return recorder.dispatches
  const options = { matrices, elements: layout.updated, half }
  if (optimiser.kind === 'lars') recordLars(recorder, optimiser, options)
  if (optimiser.kind === 'muon') recordMuon(recorder, optimiser, options)
  return recorder.dispatches
}

/** Where kernels report weights that aren't finite. */
const watched = () => ({
  metrics: persistent('metrics'),
  output: persistent('scalars', SCALARS.output),
})

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
    weights: persistent('weights'),
    gradients: persistent('gradients'),
    rates: persistent('scalars', SCALARS.rates),
  }
  const { norms } = recorder.record('LARS', larsNorms({ matrices, elements }), flat)
  const formula = { momentum, nesterov, velocity, epsilon }
  recorder.record(
    'LARS',
    larsDescend({ matrices, elements, half, entries: METRIC_ENTRIES, ...formula }),
    {
      ...flat,
      norms,
      velocity: persistent('velocity'),
      weights16: half ? persistent('weights16') : null,
      ...watched(),
    },
  )
}

function recordMuon(
  recorder: Recorder,
  { convolutions: { momentum, nesterov, polynomial: coefficients } }: MuonRecipe,
  { matrices, elements, half }: WholeTensorOptions,
): void {
  const rates = persistent('scalars', SCALARS.rates)
  const weights = persistent('weights')
  const begun = recorder.record('Muon', muonMomentum({ matrices, elements, momentum, nesterov }), {
    weights,
    gradients: persistent('gradients'),
    velocity: persistent('velocity'),
    rates,
  })
  const { norms } = begun
  let { x } = begun
  for (let i = 0; i < NEWTON_SCHULZ_ITERATIONS; i++) {
    const first = i === 0
    const scale = first ? { norms } : {}
    const { gram } = recorder.record('Muon', muonGram(matrices), { x })
    const iteration = { matrices, first, coefficients }
    const { polynomial } = recorder.record('Muon', muonPolynomial(iteration), { gram, ...scale })
    x = recorder.record('Muon', muonMultiply(iteration), { x, polynomial, ...scale }).y
  }
  recorder.record('Muon', muonDescend({ matrices, elements, half, entries: METRIC_ENTRIES }), {
    weights,
    x,
    norms,
    rates,
    weights16: half ? persistent('weights16') : null,
    ...watched(),
  })
}

/** The dispatch that updates the average of the weights; none without averaging. */
export function recordAverage(
  { spec, storage }: UpdateRequest,
  layout: ParameterLayout,
): Dispatch[] {
  if (spec.averaging === 'none') return []
  const recorder = updateRecorder()
  const writeBack = spec.averaging === 'lookahead'
  const half = writeBack && storage === 'f16'
  recorder.record('average', average({ elements: layout.updated, writeBack, half }), {
    weights: persistent('weights'),
    average: persistent('average'),
    rates: persistent('scalars', SCALARS.keep),
    weights16: half ? persistent('weights16') : null,
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
    weights: persistent('evaluated'),
    weights16: persistent('weights16'),
  })
  return recorder.dispatches
}
