import { GUESSING_HINT, isGuessing } from '../../trainer/recovery/chance.ts'
import { interruptionText } from '../../trainer/recovery/failure.ts'
import {
  finalScore,
  type RunSchedule,
  type SplitScore,
  type TrainerEvent,
} from '../../trainer/events.ts'

/** Where a report is written: standard error, or a string in tests. `interactive` allows redrawing a line. */
export interface Terminal {
  readonly interactive: boolean
  write(text: string): void
}

const BAR_CELLS = 30
const percent = (score: SplitScore | null) =>
  (score === null ? '–' : `${(100 * score.accuracy).toFixed(2)}%`).padStart(8)

/** Writes a run as a progress line and a table with a row per epoch. */
export class TrainingReport {
  readonly #terminal: Terminal
  #plan: RunSchedule | null = null

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  handle(event: TrainerEvent): void {
    switch (event.type) {
      case 'begin':
        this.#begin(event.plan)
        return
      case 'steps':
        this.#progress(event.steps.at(-1)?.step ?? 0, event.trainSeconds)
        return
      case 'epoch': {
        const { test, train } = event
        this.#line(
          `${event.epoch.toFixed(2).padStart(6)} ${train.loss.toFixed(4).padStart(9)} ${percent(train)}` +
            ` ${finalScore(test).loss.toFixed(4).padStart(9)} ${percent(test.live)}${percent(test.average)}${percent(test.views)}` +
            ` ${event.trainSeconds.toFixed(1).padStart(9)}`,
        )
        const { accuracy } = finalScore(test)
        if (isGuessing(event.epoch, accuracy, this.#plan?.testImages ?? 0))
          this.#line(GUESSING_HINT)
        return
      }
      case 'done':
        this.#line(
          `${percent(finalScore(event.test)).trim()} in ${event.trainSeconds.toFixed(1)} s of training` +
            ` (${event.wallSeconds.toFixed(1)} s with tests), ${event.steps} steps.`,
        )
        if (event.augmentSeconds !== undefined) {
          this.#line(
            `Augmentation on the CPU took ${event.augmentSeconds.toFixed(1)} s of that time.`,
          )
        }
        return
      case 'stopped':
        this.#line(`Stopped at step ${event.step}.`)
        return
      case 'failed':
        this.#line(`${event.message} ${event.advice}`)
        return
      case 'interrupted':
        this.#line(`${interruptionText(event)} Training resumes automatically.`)
        return
      case 'stalled':
        this.#line(`The GPU has not responded for ${event.seconds.toFixed(0)} s.`)
        return
      case 'answered':
        this.#line(`The GPU responds again, after ${event.seconds.toFixed(0)} s.`)
        return
      case 'rate':
        this.#line(
          `The learning rate is multiplied by ${event.factor} from step ${event.step + 1} on.`,
        )
        return
      case 'checkpoint':
      case 'dynamics':
      case 'forgetting':
      case 'paused':
      case 'resumed':
    }
  }

  #begin(plan: RunSchedule): void {
    this.#plan = plan
    const { engine, length } = plan
    this.#line(
      `${engine.engine} in ${engine.precision} on ${engine.adapter}${engine.software ? ' (software)' : ''}: ` +
        `${length.steps} steps of ${plan.batchSize} images, ${plan.trainImages} training images, ${plan.testImages} test images.`,
    )
    this.#line(` ${engine.precisionReason}`)
    if (engine.remark !== undefined) this.#line(` ${engine.remark}`)
    for (const kernel of engine.wrongKernels ?? [])
      this.#line(` Not used because it gives wrong results here: ${kernel}`)
    if (plan.normImages !== null) {
      this.#line(
        ` To save memory, each batch is split: batch norm sees ${plan.normImages} images at a time, not ${plan.batchSize}.`,
      )
    }
    this.#line(' epoch      loss  correct      test    live  average   views   seconds')
  }

  #progress(step: number, seconds: number): void {
    if (!this.#terminal.interactive || this.#plan === null) return
    const { steps } = this.#plan.length
    const done = (step + 1) / steps
    const filled = Math.round(BAR_CELLS * done)
    const left = (seconds / done) * (1 - done)
    this.#terminal.write(
      `\r${'#'.repeat(filled)}${'.'.repeat(BAR_CELLS - filled)} step ${step + 1} of ${steps}, ${left.toFixed(0)} s left \u001b[K`,
    )
  }

  #line(text: string): void {
    this.#terminal.write(`${this.#terminal.interactive ? '\r\u001b[K' : ''}${text}\n`)
  }
}

/** An event as one line of JSON; the last one, `done`, is flat and includes the engine. */
export function eventLine(event: TrainerEvent, plan: RunSchedule | null): string {
  if (event.type !== 'done' || plan === null) return JSON.stringify(event)
  return JSON.stringify({
    type: 'done',
    testAccuracy: finalScore(event.test).accuracy,
    liveAccuracy: event.test.live.accuracy,
    trainSeconds: event.trainSeconds,
    wallSeconds: event.wallSeconds,
    augmentSeconds: event.augmentSeconds,
    steps: event.steps,
    engine: plan.engine.engine,
    precision: plan.engine.precision,
    adapter: plan.engine.adapter,
  })
}
