import { CLASS_COUNT, INPUT_SHAPE, inputOf, type Layer } from '../../../model/layers.ts'
import type { ParameterGroup } from '../../../model/parameters.ts'
import { outputShape, walkLayers } from '../../../model/shapes.ts'
import type { EngineSpec } from '../../engine.ts'
import type { StorageType } from '../codegen/kernel.ts'
import { accumulateLogits } from '../kernels/head/accumulate-logits.ts'
import { gatherBatch, gatherView } from '../kernels/input/gather.ts'
import { scaleDown } from '../kernels/input/scale-down.ts'
import { softmaxCrossEntropy } from '../kernels/head/softmax-cross-entropy.ts'
import { takeBatch } from '../kernels/input/take-batch.ts'
import type { ConvTask, TileChoices } from '../kernels/conv/conv-task.ts'
import type { DeviceProfile } from './limits.ts'
import { LoweringContext, type Value } from './lower/context.ts'
import { lowerHead, splitHead, type Head } from './lower/head.ts'
import { lowerUnits } from './lower/network.ts'
import { METRIC_ENTRIES } from './metric-entries.ts'
import { assignSlots, tensorLifetimes, type SlotAssignment } from './memory.ts'
import { layoutParameters, type ParameterLayout } from './parameter-layout.ts'
import { Recorder, persistent, type Dispatch, type BufferRef, type Tensor } from './program.ts'
import { SCALARS } from './scalar-offsets.ts'
import { groupLayers, type Unit } from './units.ts'
import { recordAverage, recordRound, recordUpdate } from './update.ts'

export interface PlanRequest {
  readonly spec: Pick<
    EngineSpec,
    | 'layers'
    | 'smaller'
    | 'batchSize'
    | 'normalisation'
    | 'batches'
    | 'labelSmoothing'
    | 'optimiser'
    | 'averaging'
  >
  readonly storage: StorageType
  /** Micro-batches of a step; divides the batch size. */
  readonly microBatches: number
  readonly profile: DeviceProfile
  /** Tiles that override the best guess. */
  readonly tiles?: TileChoices
}

/** A training step at an image side, without the dispatches that only `frozen` groups would need. */
export interface TrainingProgram {
  /** Of the images that the network sees. */
  readonly side: number
  readonly frozen: readonly ParameterGroup[]
  readonly dispatches: readonly Dispatch[]
}

/** All GPU work of an engine, planned before it starts. */
export interface Plan extends SlotAssignment {
  readonly request: PlanRequest
  readonly layout: ParameterLayout
  readonly tensors: readonly Tensor[]
  /** Forward and backward over one micro-batch, gradients into `gradients`; whole images and nothing frozen first. */
  readonly training: readonly TrainingProgram[]
  /** The convolutions of all sides, with nothing frozen. */
  readonly convolutions: readonly ConvTask[]
  /** After a step's micro-batches: gradients into weights. */
  readonly update: readonly Dispatch[]
  /** Weights into their average. */
  readonly average: readonly Dispatch[]
  /** One micro-batch of one view into the sums of logits. */
  readonly evaluation: readonly Dispatch[]
  /** `evaluated` into the half-precision operands; empty in f32. */
  readonly round: readonly Dispatch[]
}

/** Every dispatch of a plan. */
export const planDispatches = (plan: Plan): Dispatch[] => [
  ...plan.training.flatMap(({ dispatches }) => dispatches),
  ...plan.update,
  ...plan.average,
  ...plan.evaluation,
  ...plan.round,
]

/** Plans a network's training and evaluation: a pure function, the same for the same request. */
export function createPlan(request: PlanRequest): Plan {
  const { spec, microBatches } = request
  if (spec.batchSize % microBatches !== 0) {
    throw new RangeError(
      `A batch cannot be split into ${microBatches} micro-batches: ${spec.batchSize} is not divisible by ${microBatches}.`,
    )
  }
  requireDensePixels(spec.layers)
  const layout = layoutParameters(spec.layers)
  const tensors: Tensor[] = []
  const whole = { side: INPUT_SHAPE.height, layers: spec.layers }
  const training = [whole, ...spec.smaller].flatMap(({ side, layers }) => {
    const units = groupLayers(layers)
    return freezings(layout).map((frozen) => ({
      side,
      frozen,
      ...recordTraining(request, layout, { side, units, frozen }, tensors),
    }))
  })
  const evaluation = recordEvaluation(request, layout, groupLayers(spec.layers), tensors)
  const update = recordUpdate(request, layout, tensors)
  const everything = [...training.flatMap(({ dispatches }) => dispatches), ...update, ...evaluation]
  return {
    request,
    layout,
    tensors,
    training: training.map(({ side, frozen, dispatches }) => ({ side, frozen, dispatches })),
    convolutions: training
      .filter(({ frozen }) => frozen.length === 0)
      .flatMap(({ convolutions }) => convolutions),
    evaluation,
    update,
    average: recordAverage(request, layout),
    round: recordRound(request, layout),
    ...assignSlots(tensors, tensorLifetimes(tensors, everything)),
  }
}

/** Where channels are joined or pixels flattened, padding to a multiple of 4 channels would lie in between. */
function requireDensePixels(layers: readonly Layer[]): void {
  walkLayers(layers, INPUT_SHAPE, (layer, input) => {
    const channels =
      layer.kind === 'concat'
        ? layer.branches.map((branch) => branch.reduce(outputShapeOf, input).channels)
        : layer.kind === 'flatten' && input.height * input.width > 1
          ? [input.channels]
          : []
    const odd = channels.find((count) => count % 4 !== 0)
    if (odd !== undefined) {
      throw new RangeError(`A ${layer.kind} layer needs a multiple of 4 channels, not ${odd}.`)
    }
  })
}

const outputShapeOf = (shape: typeof INPUT_SHAPE, layer: Layer) => outputShape(layer, shape)

/** The sets of groups that may stop learning midway, with a program each: none, and the convolutions' biases. */
function freezings(layout: ParameterLayout): ParameterGroup[][] {
  const biases = layout.parameters.some(({ spec }) => spec.group === 'bias' && spec.trainable)
  return biases ? [[], ['bias']] : [[]]
}

const NO_TILES: TileChoices = new Map()

const passBatch = ({ spec, microBatches }: PlanRequest) => spec.batchSize / microBatches

const imagesValue = (ref: BufferRef, side: number = INPUT_SHAPE.height): Value => ({
  ref,
  shape: { ...inputOf(side), channels: 4 },
  learns: false,
  statistics: null,
})

function recordTraining(
  request: PlanRequest,
  layout: ParameterLayout,
  {
    side,
    units,
    frozen,
  }: Omit<TrainingProgram, 'dispatches'> & { readonly units: readonly Unit[] },
  tensors: Tensor[],
): Pick<Plan, 'convolutions'> & Pick<TrainingProgram, 'dispatches'> {
  const { spec, storage, microBatches, profile, tiles = NO_TILES } = request
  const { labelSmoothing } = spec
  const batch = passBatch(request)
  const recorder = new Recorder(tensors)
  const options = { recorder, layout, storage, batch, microBatches, frozen, profile, tiles }
  const context = new LoweringContext(options)
  const { trunk, head } = splitHead(units)
  const { images, truth } = recordBatch(recorder, request)
  const seen = side === INPUT_SHAPE.height ? images : recordScaling(context, images, side)
  const body = lowerUnits(context, trunk, imagesValue(seen, side))
  const { logits, backward } = lowerHead(context, head, body.output)

  recorder.phase = 'loss'
  const { lossScale } = context
  const { logitScale } = head
  const loss = softmaxCrossEntropy({
    batch,
    classes: CLASS_COUNT,
    labelSmoothing,
    logitScale,
    lossScale,
    entries: METRIC_ENTRIES,
  })
  const { dlogits } = recorder.record('loss', loss, {
    logits,
    truth,
    output: persistent('scalars', SCALARS.output),
    metrics: persistent('metrics'),
  })

  recorder.phase = 'backward'
  const gradient = backward(dlogits)
  if (gradient) body.backward(gradient, null)
  return { dispatches: recorder.dispatches, convolutions: context.convolutions }
}

/** Where a step's images come from: gathered by draws, or taken as they were made. */
function recordBatch(recorder: Recorder, request: PlanRequest) {
  const options = { batch: passBatch(request), storage: request.storage }
  if (request.spec.batches === 'made') {
    return recorder.record('images', takeBatch(options), {
      made: persistent('made'),
      madeTruth: persistent('madeTruth'),
    })
  }
  return recorder.record('images', gatherBatch(options), {
    low: persistent('low'),
    high: persistent('high'),
    values: persistent('values'),
    labels: persistent('labels'),
    draws: persistent('draws'),
    position: persistent('scalars', SCALARS.position),
  })
}

/** Whole images scaled down to a side. */
function recordScaling(context: LoweringContext, images: BufferRef, side: number): BufferRef {
  const shape = context.batched(imagesValue(images).shape)
  const kernel = scaleDown({ shape, storage: context.storage, side })
  return context.record('images', kernel, { x: images }).y
}

function recordEvaluation(
  request: PlanRequest,
  layout: ParameterLayout,
  units: readonly Unit[],
  tensors: Tensor[],
): Dispatch[] {
  const { storage, profile, tiles = NO_TILES } = request
  const batch = passBatch(request)
  const recorder = new Recorder(tensors)
  recorder.phase = 'evaluation'
  const options = { recorder, layout, storage, batch, microBatches: 0, frozen: [], profile, tiles }
  const context = new LoweringContext(options)
  const { trunk, head } = splitHead(units)
  const { images } = recorder.record('images', gatherView({ batch, storage }), {
    low: persistent('low'),
    high: persistent('high'),
    values: persistent('values'),
    selection: persistent('selection'),
    position: persistent('scalars', SCALARS.position),
  })
  const { output } = lowerUnits(context, trunk, imagesValue(images))
  lowerLogits(context, head, output)
  return recorder.dispatches
}

function lowerLogits(context: LoweringContext, head: Head, input: Value): void {
  const { logits } = lowerHead(context, head, input)
  const { batch } = context
  const kernel = accumulateLogits({ batch, logitScale: head.logitScale, entries: batch })
  context.record('views', kernel, {
    logits,
    selection: persistent('selection'),
    output: persistent('scalars', SCALARS.output),
    sums: persistent('logitSums'),
  })
}
