import type { Engine, EngineSpec } from '../engine/engine.ts'
import { resolveRecipe } from '../recipe/choice.ts'
import { runLength } from '../recipe/schedule.ts'
import type { RunControl } from '../trainer/control.ts'
import { describeFailure } from '../trainer/failure.ts'
import { prepareEngine } from '../trainer/prepare.ts'
import { train } from '../trainer/trainer.ts'
import type { Subject } from './inspection.ts'
import { isPast, type KeptRun } from './kept-run.ts'
import type { TrainRequest } from './protocol.ts'
import { RELOAD, type SessionOptions } from './session-options.ts'

const OTHER_ENGINE =
  'Reload the page and try again; if it stays, choose TensorFlow.js under Engine in the recipe.'

/**
 * Carries out a run from its data to its end, or from where it was kept. Reports in events and never rejects. Tells of its
 * network once that is ready, and frees it unless the run goes to its end; resolves to its steps then, else to null.
 */
export async function trainRun(
  options: SessionOptions,
  control: RunControl,
  request: TrainRequest,
  from: KeptRun | null,
  onReady: (subject: Subject) => void,
): Promise<number | null> {
  const { post } = options
  let engine: Engine | null = null
  let taken: number | null = null
  try {
    const splits = await loadSplits(options, control, request)
    const prepared = splits && (await prepare(options, control, request, splits, from))
    if (!prepared) {
      post({ type: 'trainer', event: { type: 'stopped', step: 0 } })
      return null
    }
    engine = prepared.engine
    const { now, kept, time, code } = options
    const { recipe } = prepared
    const requestedBatchSize = from?.requestedBatchSize ?? resolveRecipe(request.choice).batchSize
    const { steps, stepsPerEpoch } = runLength(recipe, splits.train.count)
    onReady({ engine, recipe, seed: request.seed, splits })
    // A page that was opened anew knows nothing of what came before.
    const past = [...(from?.past ?? [])]
    for (const event of past) post({ type: 'trainer', event })
    const asRun = { ...recipe, precision: engine.info.precision }
    await train({
      engine,
      recipe,
      requestedBatchSize,
      seed: request.seed,
      train: splits.train,
      testImages: splits.test.count,
      control,
      emit: (event) => {
        if (event.type === 'done') taken = event.steps
        if (isPast(event)) past.push(event)
        post({ type: 'trainer', event })
      },
      now,
      from: from?.checkpoint ?? null,
      ...(request.measures && { measures: request.measures }),
      fromOtherCode: from !== null && from.code !== code,
      keep: (checkpoint) =>
        kept.save({
          request,
          recipe: asRun,
          requestedBatchSize,
          steps,
          stepsPerEpoch,
          keptAt: time(),
          code,
          checkpoint,
          past: [...past],
        }),
    })
  } catch (error) {
    const advice = request.engine === 'wgsl' ? OTHER_ENGINE : RELOAD
    const failure = describeFailure(error, advice)
    post({ type: 'trainer', event: { type: 'failed', step: 0, ...failure, kept: null } })
  } finally {
    if (taken === null) engine?.dispose()
  }
  return taken
}

/** Null where the run is stopped meanwhile; a download it waited for is paused then. */
async function loadSplits(
  { data, post }: SessionOptions,
  control: RunControl,
  { dataset }: TrainRequest,
) {
  post({ type: 'preparing', what: 'data' })
  const splits = await control.unlessStopped(
    dataset === 'full' ? data.full(control.signal) : data.sample(),
  )
  if (!splits) data.pause()
  return splits
}

/** Null where the run is stopped meanwhile. */
function prepare(
  { engines, post }: SessionOptions,
  control: RunControl,
  { choice, seed, engine }: TrainRequest,
  splits: NonNullable<Awaited<ReturnType<typeof loadSplits>>>,
  from: KeptRun | null,
) {
  const createEngine = async (spec: EngineSpec) => {
    post({ type: 'preparing', what: 'engine' })
    const created = await engines.create(engine, spec, (progress) =>
      post({ type: 'preparing', what: 'kernels', ...progress }),
    )
    post({ type: 'preparing', what: 'engine' })
    return created
  }
  const { signal } = control
  const recipe = from?.recipe ?? resolveRecipe(choice)
  const snapshot = from?.checkpoint.snapshot ?? null
  return control.unlessStopped(
    prepareEngine({ createEngine, recipe, seed, ...splits, signal, from: snapshot }),
  )
}
