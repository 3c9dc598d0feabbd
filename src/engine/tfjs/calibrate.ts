import * as tf from '@tensorflow/tfjs'
import { trimPool, type TfjsBackend } from './backend.ts'

/** A 3x3 convolution of `images` 16x16 maps, from and to `channels` channels: the middle of the networks here. */
interface Workload {
  readonly images: number
  readonly channels: number
}

const SIDE = 16
/** Seconds: no larger workload begins when it would end later. */
const BUDGET = 2
/** Seconds that a measurement should last at least. */
const ENOUGH = 0.5
const LARGEST_BATCH = 512

/** FLOP of a forward and a backward pass: the output, the input's gradient and the weights'. */
const flopsOf = ({ images, channels }: Workload) => 3 * 2 * images * SIDE ** 2 * 9 * channels ** 2

/**
 * FLOP/s that TensorFlow.js sustains in convolutions here, forward and backward, in about two seconds.
 * It begins small and grows as long as the next, larger workload fits the time, so it ends on slow processors too.
 */
export async function measureTrainingRate(
  backend: TfjsBackend,
  now: () => number = () => performance.now(),
): Promise<number> {
  try {
    return await growWorkload(backend, now)
  } finally {
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
  for (;;) {
    const seconds = await secondsOf(workload)
    const rate = flopsOf(workload) / seconds
    const next = larger(workload)
    if (next === null || seconds >= ENOUGH) return rate
    const compiles = next.channels !== workload.channels
    const expected = ((compiles ? 2 : 1) * flopsOf(next)) / rate
    if ((now() - begin) / 1000 + expected > BUDGET) return rate
    if (compiles) await runConvolution(backend, next)
    workload = next
  }
}

function larger({ images, channels }: Workload): Workload | null {
  if (channels < 128) return { images, channels: 128 }
  return images < LARGEST_BATCH ? { images: 2 * images, channels } : null
}

/** One forward and backward pass, waited for. */
async function runConvolution(backend: TfjsBackend, { images, channels }: Workload): Promise<void> {
  backend.use()
  const one = tf.tidy(() => {
    const input = tf.fill<tf.Rank.R4>([images, SIDE, SIDE, channels], 1)
    const filter = tf.fill<tf.Rank.R4>([3, 3, channels, channels], 1)
    const [, gradient] = tf.grads(() => tf.conv2d(input, filter, 1, 1))([input, filter])
    // Work is done in order, so the last result's first number tells when all of it is.
    return tf.slice(tf.reshape(gradient, [-1]), 0, 1)
  })
  try {
    await one.data()
  } finally {
    one.dispose()
  }
}
