import { CLASS_COUNT, INPUT_SHAPE, type Layer } from '../../model/layers.ts'
import type { ParameterGroup } from '../../model/parameters.ts'
import { outputShape, walkLayers } from '../../model/shapes.ts'
import type { EngineSpec } from '../engine.ts'
import type { StorageType } from './kernel.ts'
import { accumulateLogits } from './kernels/accumulate-logits.ts'
import { gatherBatch, gatherView } from './kernels/gather.ts'
import { softmaxCrossEntropy } from './kernels/softmax-cross-entropy.ts'
import { takeBatch } from './kernels/take-batch.ts'
import type { ConvTask, TileChoices } from './kernels/conv-task.ts'
import type { DeviceProfile } from './limits.ts'
import { LoweringContext, type Value } from './lower/context.ts'
import { lowerHead, splitHead, type Head } from './lower/head.ts'
import { lowerUnits } from './lower/network.ts'
import { assignSlots, tensorLifetimes, type SlotAssignment } from './memory.ts'
import { layoutParameters, type ParameterLayout } from './parameter-layout.ts'
import { Recorder, resident, type Dispatch, type Place, type Tensor } from './programme.ts'
import { SCALARS } from './scalars.ts'
import { groupLayers, type Unit } from './units.ts'
import { recordAverage, recordRound, recordUpdate } from './update.ts'

export interface PlanRequest {
  readonly spec: Pick<
    EngineSpec,
    | 'layers'
    | 'batchSize'
    | 'normalisation'
    | 'batches'
    | 'labelSmoothing'
    | 'optimiser'
    | 'averaging'
  >
  readonly storage: StorageType
  /** Micro-batches of a step; divides the batch size. */
  readonly passes: number
  readonly profile: DeviceProfile
  /** Where another tile than the best guess is chosen. */
  readonly tiles?: TileChoices
}

/** The passes of a step whose `frozen` groups do not learn: what only they need is left out. */
export interface TrainingProgramme {
  readonly frozen: readonly ParameterGroup[]
  readonly dispatches: readonly Dispatch[]
}

/** All that an engine does on the GPU, known before it begins. */
export interface Plan extends SlotAssignment {
  readonly request: PlanRequest
  readonly layout: ParameterLayout
  readonly tensors: readonly Tensor[]
  /** Forward and backward over one micro-batch, gradients into `gradients`; nothing frozen first. */
  readonly training: readonly TrainingProgramme[]
  /** The convolutions of a pass in which nothing is frozen. */
  readonly convolutions: readonly ConvTask[]
  /** After a step's passes: gradients into weights. */
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

/** Steps whose metrics the GPU holds before the oldest is overwritten. */
export const METRIC_ENTRIES = 1024

/** Plans a network's training and evaluation: a pure function, the same for the same request. */
export function createPlan(request: PlanRequest): Plan {
  const { spec, passes } = request
  if (spec.batchSize % passes !== 0) {
    throw new RangeError(`A batch of ${spec.batchSize} does not divide into ${passes} passes.`)
  }
  requireDensePixels(spec.layers)
  const layout = layoutParameters(spec.layers)
  const tensors: Tensor[] = []
  const units = groupLayers(spec.layers)
  const training = freezings(layout).map((frozen) => ({
    frozen,
    ...recordTraining(request, layout, units, frozen, tensors),
  }))
  const evaluation = recordEvaluation(request, layout, units, tensors)
  const update = recordUpdate(request, layout, tensors)
  const everything = [...training.flatMap(({ dispatches }) => dispatches), ...update, ...evaluation]
  return {
    request,
    layout,
    tensors,
    training: training.map(({ frozen, dispatches }) => ({ frozen, dispatches })),
    convolutions: training[0].convolutions,
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
      throw new RangeError(`A ${layer.kind} layer takes multiples of 4 channels, not ${odd}.`)
    }
  })
}

const outputShapeOf = (shape: typeof INPUT_SHAPE, layer: Layer) => outputShape(layer, shape)

/** The sets of groups that may stop learning midway, with a programme each: none, and the convolutions' biases. */
function freezings(layout: ParameterLayout): ParameterGroup[][] {
  const biases = layout.parameters.some(({ spec }) => spec.group === 'bias' && spec.trainable)
  return biases ? [[], ['bias']] : [[]]
}

const NO_TILES: TileChoices = new Map()

const passBatch = ({ spec, passes }: PlanRequest) => spec.batchSize / passes

const imagesValue = (place: Place): Value => ({
  place,
  shape: { ...INPUT_SHAPE, channels: 4 },
  learns: false,
  statistics: null,
})

function recordTraining(
  request: PlanRequest,
  layout: ParameterLayout,
  units: readonly Unit[],
  frozen: readonly ParameterGroup[],
  tensors: Tensor[],
): Pick<Plan, 'convolutions'> & Pick<TrainingProgramme, 'dispatches'> {
  const { spec, storage, passes, profile, tiles = NO_TILES } = request
  const { labelSmoothing } = spec
  const batch = passBatch(request)
  const recorder = new Recorder(tensors)
  const options = { recorder, layout, storage, batch, passes, frozen, profile, tiles }
  const context = new LoweringContext(options)
  const { trunk, head } = splitHead(units)
  const { images, truth } = recordBatch(recorder, request)
  const body = lowerUnits(context, trunk, imagesValue(images))
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
    place: resident('scalars', SCALARS.place),
    metrics: resident('metrics'),
  })

  recorder.phase = 'backward'
  const gradient = backward(dlogits)
  if (gradient) body.backward(gradient, null)
  return { dispatches: recorder.dispatches, convolutions: context.convolutions }
}

/** Where a step's images come from: gathered by choices, or taken as they were made. */
function recordBatch(recorder: Recorder, request: PlanRequest) {
  const options = { batch: passBatch(request), storage: request.storage }
  if (request.spec.batches === 'made') {
    return recorder.record('images', takeBatch(options), {
      made: resident('made'),
      madeTruth: resident('madeTruth'),
    })
  }
  return recorder.record('images', gatherBatch(options), {
    low: resident('low'),
    high: resident('high'),
    values: resident('values'),
    labels: resident('labels'),
    choices: resident('choices'),
    position: resident('scalars', SCALARS.position),
  })
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
  const options = { recorder, layout, storage, batch, passes: 0, frozen: [], profile, tiles }
  const context = new LoweringContext(options)
  const { trunk, head } = splitHead(units)
  const { images } = recorder.record('images', gatherView({ batch, storage }), {
    low: resident('low'),
    high: resident('high'),
    values: resident('values'),
    selection: resident('selection'),
    position: resident('scalars', SCALARS.position),
  })
  const { output } = lowerUnits(context, trunk, imagesValue(images))
  recordLogits(context, head, output)
  return recorder.dispatches
}

function recordLogits(context: LoweringContext, head: Head, input: Value): void {
  const { logits } = lowerHead(context, head, input)
  const { batch } = context
  const kernel = accumulateLogits({ batch, logitScale: head.logitScale, entries: batch })
  context.record('views', kernel, {
    logits,
    selection: resident('selection'),
    place: resident('scalars', SCALARS.place),
    sums: resident('logitSums'),
  })
}
