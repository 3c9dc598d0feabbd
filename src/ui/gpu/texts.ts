import { formatBytes, formatCount, formatNumberOf } from '../words/format.ts'

/** The GPU panel. */
export const GPU = {
  close: 'Close the GPU panel',
  lead: 'What the browser reports about this device, and what lab94 has measured.',
  software: 'This is a software renderer, so training runs on the CPU.',
  fallback: (backend: string) => `Training uses TensorFlow.js with ${backend} instead.`,
  ownName: 'Name for this GPU',
  copy: 'Copy report',
  copied: 'Report copied',
  copyWhy:
    'For bug reports. It contains everything in this panel and, of your runs, only the figures of the last one.',
  measured: {
    title: 'Measured',
    f32: 'multiply-adds in f32',
    f16: 'multiply-adds in f16',
    memory: 'memory bandwidth',
    measure: 'Measure peak speed',
    measuring: 'Measuring',
    cost: 'Takes about two seconds. A run in progress waits.',
    reached: (share: number, images: number) =>
      `The last run’s convolutions reached ${Math.round(100 * share)}% of that, at ${formatCount(images)} images/s.`,
  },
  memory: {
    title: 'Memory',
    none: 'No run has used any since the page was opened.',
    held: (now: number, most: number) =>
      `The last run uses ${formatBytes(now)}, including the images, and peaked at ${formatBytes(most)}.`,
  },
  page: {
    title: 'This page',
    short: 'During the last run, nothing blocked this page for more than 50\u00a0ms.',
    long: (milliseconds: number) =>
      `During the last run, this page was blocked for up to ${milliseconds.toFixed(0)}\u00a0ms.`,
  },
  precision: {
    title: 'Precision',
    run: (precision: string, reason: string) => `The last run used ${precision}. ${reason}`,
    without: (why: string) => `${why} Training uses 32 bits (f32), and the times here are for f32.`,
    both: 'Both 16 bits (f16) and 32 bits (f32) are available. If the recipe leaves the choice open, a run times a step in each and uses the faster.',
    processor: 'Training uses 32 bits (f32), because 16 bits are no faster on a CPU.',
    fallback: 'TensorFlow.js trains in 32 bits (f32).',
  },
  kernels: {
    title: 'Kernels',
    what: 'Runs every training kernel on this GPU with random inputs and compares the results with a simple CPU version.',
    start: 'Test all kernels',
    again: 'Test again',
    stop: 'Stop the test',
    starting: 'Preparing the test.',
    running: (done: number, cases: number) =>
      `${formatCount(done)} of ${formatNumberOf(cases, 'case')} done.`,
    passed: (cases: number) => `All ${formatNumberOf(cases, 'case')} passed.`,
    wrong: (count: number, cases: number) =>
      `${formatCount(count)} of ${formatNumberOf(cases, 'case')} failed.`,
    stopped: (done: number, cases: number) =>
      `Stopped after ${formatCount(done)} of ${formatNumberOf(cases, 'case')}.`,
    failed: 'The test stopped early because the GPU failed.',
    seed: (seed: number) => `Seed ${seed}.`,
    skipped: {
      f16: (count: number) => `${formatNumberOf(count, 'case')} in f16 skipped.`,
      subgroups: (count: number) =>
        `${formatNumberOf(count, 'case')} for larger subgroups skipped.`,
      slow: (count: number) => `${formatNumberOf(count, 'case')} skipped as too slow for a CPU.`,
    },
  },
  reported: {
    title: 'Reported by the browser',
    vendor: 'Vendor',
    architecture: 'Architecture',
    description: 'Description',
    notReported: 'not reported',
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
