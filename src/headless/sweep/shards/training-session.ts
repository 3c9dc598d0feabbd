import type { Splits } from '../../../data/split.ts'
import type { OpenDevice } from '../../../engine/device/device.ts'
import { RunControl } from '../../../trainer/control.ts'
import { describeDevice } from '../../device/describe-device.ts'
import { openHeadlessDevice } from '../../device/engines.ts'
import { type Terminal, TrainingReport } from '../../train/report.ts'
import { openSaving } from '../../train/saving.ts'
import { firstRecords } from '../../images/subset.ts'
import { trainInTerminal } from '../../train/train-run.ts'
import { recordEvents } from '../runs/record-events.ts'
import type { RunFolder } from '../runs/run-folder.ts'
import type { SweepRun } from '../runs/runs.ts'
import type { TrainShardOptions } from '../spec/sweep-options.ts'
import type { ShardOutcome } from './train-shard.ts'

export interface ShardSessionOptions {
  readonly options: Pick<TrainShardOptions, 'dawnToggles' | 'checkpointMinutes'>
  /** All images; each run uses as many as it requests. */
  readonly splits: Splits
  readonly folder: RunFolder
  readonly terminal: Terminal
  /** The commit of this program. */
  readonly code: string
}

/** Trains runs one after the other on one device, which is reopened after a failed run. */
export class TrainingSession {
  readonly #options: ShardSessionOptions
  #stopped = false
  /** State of the current or last run. */
  #control = new RunControl()
  #device: OpenDevice | null = null

  constructor(options: ShardSessionOptions) {
    this.#options = options
  }

  /** Stops the current run after saving it, and all later runs. */
  stop(): void {
    this.#stopped = true
    this.#control.stop()
  }

  /** Trains a run, from its checkpoint if there is one. Rejects if it can't be prepared. */
  async train(run: SweepRun): Promise<ShardOutcome> {
    if (this.#stopped) return { kind: 'stopped' }
    try {
      const outcome = await this.#train(run)
      if (outcome.kind === 'ended' && outcome.whole.record.ending.kind !== 'done') this.#close()
      return outcome
    } catch (error) {
      this.#close()
      throw error
    }
  }

  async #train(run: SweepRun): Promise<ShardOutcome> {
    const { options, folder, terminal, splits: all, code } = this.#options
    const splits = {
      train: firstRecords(all.train, run.trainImages),
      test: firstRecords(all.test, run.testImages),
    }
    const saving = openSaving({ ...run, checkpoint: folder.checkpointOf(run) }, splits, terminal)
    const device = await this.#open()
    const report = new TrainingReport(terminal)
    const control = new RunControl()
    this.#control = control
    // A signal may have arrived while the device was being opened.
    if (this.#stopped) control.stop()
    const trained = await trainInTerminal({
      options: { ...run, ...options, dynamicsEvery: 0, testAll: false },
      splits,
      saving,
      device,
      control,
      onEvent: (event) => report.handle(event),
    })
    if (trained === null) return { kind: 'stopped' }
    const { engine, events } = trained
    engine.dispose()
    const last = events.at(-1)
    if (last?.type === 'stopped') return { kind: 'stopped' }
    const whole = recordEvents(run, events, { endedAt: Date.now(), code })
    if (whole !== null) return { kind: 'ended', whole }
    const failure = last?.type === 'failed' ? last : { message: 'The run ended early.', advice: '' }
    return { kind: 'failed', failure: { message: failure.message, advice: failure.advice } }
  }

  /** The device, opened on first use. If there is none, throws an error that says what to install. */
  async #open(): Promise<OpenDevice> {
    if (this.#device !== null) return this.#device
    const { options, terminal } = this.#options
    const device = await openHeadlessDevice(options.dawnToggles)
    terminal.write(describeDevice(device))
    this.#device = device
    return device
  }

  #close(): void {
    this.#device?.device.destroy()
    this.#device = null
  }
}
