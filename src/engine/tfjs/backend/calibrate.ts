import * as tf from '@tensorflow/tfjs'
import { FailureWatch } from '../../failure.ts'
import { trimPool, type TfjsBackend } from './backend.ts'

/** A 3x3 convolution of `images` 16x16 maps, from and to `channels` channels, as in the middle of our networks. */
interface Workload {
  readonly images: number
  readonly channels: number
}

const SIDE = 16
/** Time limit in seconds: no workload starts that would end later. */
const BUDGET = 2
/** Seconds that a measurement should last at least. */
const ENOUGH = 0.5
const LARGEST_BATCH = 512

/** FLOP of a forward and a backward pass: the output, the input gradient and the weight gradient. */
const flopsOf = ({ images, channels }: Workload) => 3 * 2 * images * SIDE ** 2 * 9 * channels ** 2

/**
 * Measures the FLOP/s that TensorFlow.js sustains in convolutions here, forward and backward, in about two seconds.
 * Starts small and grows while the next larger workload fits the time limit, so it also ends on slow CPUs.
 */
export async function measureTfjsTrainingRate(
  backend: TfjsBackend,
  now: () => number = () => performance.now(),
): Promise<number> {
  const failure = new FailureWatch(backend)
  try {
    return await failure.race(growWorkload(backend, now))
  } finally {
    failure.stop()
    backend.use()
    trimPool()
  }
}

async function growWorkload(backend: TfjsBackend, now: () => number): Promise<number> {
  const begin = now()
  const secondsOf = async (workload: Workload) => {
    const start = now()
    await runConvolution(backend, workload)
    return (now() - start) / 1000
  }
  let workload: Workload = { images: 1, channels: 32 }
  await runConvolution(backend, workload) // Compiles.
  let rate = 0
  for (;;) {
    const seconds = await secondsOf(workload)
    rate = Math.max(rate, flopsOf(workload) / seconds)
    const left = BUDGET - (now() - begin) / 1000
    const next = larger(workload).find(
      (candidate) => (runsOf(candidate, workload) * flopsOf(candidate)) / rate <= left,
    )
    if (seconds >= ENOUGH || !next) return rate
    if (runsOf(next, workload) > 1) await runConvolution(backend, next)
    workload = next
  }
}

/** Candidates for the next workload, best first: more channels fill a GPU sooner than more images. */
const larger = ({ images, channels }: Workload): Workload[] => [
  ...(channels < 128 ? [{ images: 1, channels: 128 }] : []),
  ...(images < LARGEST_BATCH ? [{ images: 2 * images, channels }] : []),
]

/** Another number of channels must compile first, so it runs twice. */
const runsOf = (next: Workload, last: Workload) => (next.channels === last.channels ? 1 : 2)

/** One forward and backward pass, waited for. */
async function runConvolution(backend: TfjsBackend, { images, channels }: Workload): Promise<void> {
  backend.use()
  const one = tf.tidy(() => {
    const input = tf.fill<tf.Rank.R4>([images, SIDE, SIDE, channels], 1)
    const filter = tf.fill<tf.Rank.R4>([3, 3, channels, channels], 1)
    const [, gradient] = tf.grads(() => tf.conv2d(input, filter, 1, 1))([input, filter])
    // Work runs in order, so reading the last result waits for all of it.
    return tf.slice(tf.reshape(gradient, [-1]), 0, 1)
  })
  try {
    await one.data()
  } finally {
    one.dispose()
  }
}
