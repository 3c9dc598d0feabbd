import { IMAGE_BYTES } from '../../data/records.ts'
import type { AugmentationDraws } from '../../engine/batch/augmentation-draws.ts'
import type { StepDynamics } from '../../engine/inspection/dynamics.ts'
import type { Unavailable } from '../../engine/inspection/profile.ts'
import type {
  BatchSpec,
  Engine,
  EngineInfo,
  Evaluation,
  SeenImages,
  Snapshot,
  Split,
  StepMetrics,
  View,
} from '../../engine/engine.ts'

interface EvaluationCall {
  readonly split: Split
  readonly views: number
  readonly weights: 'live' | 'average'
  /** Of the images, that get all views. */
  readonly share: number
}

/** An engine for trainer tests: computes nothing, records its calls, and returns scripted predictions. */
export class ScriptedEngine implements Engine {
  readonly info: EngineInfo = {
    engine: 'tfjs',
    adapter: 'scripted',
    software: true,
    precision: 'f32',
    precisionReason: 'It computes nothing.',
    microBatches: 1,
    variant: 'scripted',
    bytes: 0,
  }
  readonly usage = { bytesAtMost: 0, javascriptMs: 0 }
  readonly plans: BatchSpec[] = []
  readonly evaluations: EvaluationCall[] = []
  /** The step it was last restored to. */
  restored: number | null = null
  readonly #lossAt: (step: number) => number
  readonly #onStep: (step: number) => void
  #unread: StepMetrics[] = []
  #measured: StepDynamics[] = []
  #dynamicsEvery = 0
  #steps = 0

  constructor(lossAt: (step: number) => number, onStep: (step: number) => void = () => {}) {
    this.#lossAt = lossAt
    this.#onStep = onStep
  }

  async load(): Promise<void> {}
  async init(): Promise<void> {}

  ready(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, 0))
  }

  step(plan: BatchSpec): void {
    this.plans.push(plan)
    this.#steps = plan.step + 1
    this.#unread.push({ step: plan.step, loss: this.#lossAt(plan.step), accuracy: 0.5 })
    if (this.#dynamicsEvery > 0 && plan.step % this.#dynamicsEvery === 0) {
      this.#measured.push({ step: plan.step, tensors: [] })
    }
    this.#onStep(plan.step)
  }

  async metrics(): Promise<StepMetrics[]> {
    return this.#unread.splice(0)
  }

  async recordDynamics(everySteps: number): Promise<void> {
    this.#dynamicsEvery = everySteps
  }

  dynamics(): StepDynamics[] {
    return this.#measured.splice(0)
  }

  async evaluate(
    split: Split,
    views: readonly View[],
    weights: 'live' | 'average',
    count = 0,
    share = 1,
  ): Promise<Evaluation> {
    this.evaluations.push({ split, views: views.length, weights, share })
    const correct = Math.round(count * (0.8 + 0.01 * views.length))
    const [labels, predicted] = [new Uint8Array(count), new Uint8Array(count)]
    const predictions = { labels, predicted, confidences: new Float32Array(count) }
    return { count, correct, loss: 1, confusion: new Uint32Array(100), predictions }
  }

  /** Predicts class 3 for every image. */
  async logits(
    images: SeenImages,
    _views: readonly View[],
    _weights: 'live' | 'average',
  ): Promise<Float32Array> {
    const count = 'split' in images ? images.records.length : images.others.count
    return Float32Array.from({ length: 10 * count }, (_, i) => (i % 10 === 3 ? 5 : 0))
  }

  async preview(_choices: AugmentationDraws, count: number): Promise<Float32Array> {
    return new Float32Array(count * IMAGE_BYTES)
  }

  async activations(): Promise<Unavailable> {
    return { unavailable: 'It computes nothing.' }
  }

  async profile(): Promise<Unavailable> {
    return { unavailable: 'It computes nothing.' }
  }

  async snapshot(): Promise<Snapshot> {
    return { step: this.#steps, writer: this.info.variant, tensors: {} }
  }

  async restore({ step }: Snapshot): Promise<void> {
    this.restored = step
    this.#steps = step
  }

  dispose(): void {}
}
