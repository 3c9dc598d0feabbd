import { formatBytes, formatCount, formatNumberOf } from '../format.ts'

/** All that is known of what computes here. */
export const GPU = {
  close: 'Close what computes here',
  lead: 'What the browser says about it, and what lab94 measured on it.',
  software: 'It is no GPU: the browser computes on the processor.',
  fallback: (backend: string) => `TensorFlow.js computes through ${backend} instead.`,
  ownName: 'Call it, for your runs',
  copy: 'Copy report',
  copied: 'Report copied',
  copyWhy:
    'For a bug report: all that stands here, and nothing of your runs but the last one’s figures.',
  measured: {
    title: 'Measured',
    f32: 'multiply-adds in 32 bits',
    f16: 'multiply-adds in 16 bits',
    memory: 'memory',
    measure: 'Measure what it can do',
    measuring: 'Measuring',
    cost: 'Takes about two seconds; a run under way waits for it.',
    reached: (share: number, images: number) =>
      `The last run reached ${Math.round(100 * share)}% of that in its convolutions, at ${formatCount(images)} images/s.`,
  },
  memory: {
    title: 'Memory',
    none: 'No run has taken any since the page was opened.',
    held: (now: number, most: number) =>
      `The last run holds ${formatBytes(now)}, images included, and took ${formatBytes(most)} at most.`,
  },
  page: {
    title: 'This page',
    short: 'While the last run went on, nothing held this page up for more than 50\u00a0ms.',
    long: (milliseconds: number) =>
      `While the last run went on, this page was held up for ${milliseconds.toFixed(0)}\u00a0ms at most.`,
  },
  precision: {
    title: 'Precision',
    run: (precision: string, reason: string) => `The last run computes in ${precision}. ${reason}`,
    without: (why: string) =>
      `${why} So it trains in 32 bits (f32), and the times here are for that.`,
    both: 'Both 16 bits (f16) and 32 bits (f32) are there. Where the recipe leaves it open, a run times a step in each and keeps the faster.',
    processor: 'Training is in 32 bits (f32): a processor gains nothing from 16.',
    fallback: 'TensorFlow.js computes in 32 bits (f32).',
  },
  kernels: {
    title: 'Kernels',
    what: 'Every program that trains on this GPU, on fresh random numbers, against the same written plainly for the processor.',
    start: 'Test every kernel',
    again: 'Test again',
    stop: 'Stop the test',
    starting: 'The test is being prepared.',
    running: (done: number, cases: number) =>
      `${formatCount(done)} of ${formatNumberOf(cases, 'case')} done.`,
    right: (cases: number) => `All ${formatNumberOf(cases, 'case')} come out right.`,
    wrong: (count: number, cases: number) =>
      `${formatNumberOf(count, 'case')} of ${formatCount(cases)} came out wrong.`,
    stopped: (done: number, cases: number) =>
      `Stopped after ${formatCount(done)} of ${formatNumberOf(cases, 'case')}.`,
    failed: 'The test ended early: the GPU failed.',
    seed: (seed: number) => `Seed ${seed}.`,
    leftOut: {
      halves: (count: number) => `${formatNumberOf(count, 'case')} in 16 bits left out.`,
      subgroups: (count: number) =>
        `${formatNumberOf(count, 'case')} for larger subgroups left out.`,
      slow: (count: number) =>
        `${formatNumberOf(count, 'case')} left out that a processor takes long for.`,
    },
  },
  told: {
    title: 'As the browser tells it',
    vendor: 'Vendor',
    architecture: 'Architecture',
    description: 'Description',
    notGiven: 'not given',
    subgroups: 'Subgroups',
    lanes: (least: number, most: number) =>
      least === most ? `${least} lanes` : `${least} to ${most} lanes`,
    none: 'none',
    browser: 'Browser',
    code: 'lab94',
    features: 'Features',
    limits: 'Limits',
    limitCount: (count: number) => formatNumberOf(count, 'limit'),
  },
} as const
