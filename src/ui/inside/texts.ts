import type { DatasetFacts } from '../../data/facts/facts.ts'
import { CLASS_NAMES, type Normalisation } from '../../data/records.ts'
import { formatCount, formatLarge, formatNumberOf, withArticle } from '../words/format.ts'
import type { ClassPair } from './confusion/confusion.ts'

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0)

/** One figure if all classes have the same number of images, else the total. */
function perClass(counts: readonly number[]): string {
  const even = counts.every((count) => count === counts[0])
  return even ? `${formatCount(counts[0])} of each` : `${formatCount(sum(counts))} in total`
}

const plural = (name: string): string => (name === 'deer' ? name : `${name}s`)

const triple = (values: readonly number[]): string =>
  values.map((value) => value.toFixed(1)).join(', ')

/** "cats predicted as dogs", "cats classified correctly". */
const predictedAs = (truth: number, prediction: number): string =>
  truth === prediction
    ? `${plural(CLASS_NAMES[truth])} classified correctly`
    : `${plural(CLASS_NAMES[truth])} predicted as ${plural(CLASS_NAMES[prediction])}`

/** Texts of the Look inside view. */
export const INSIDE = {
  title: 'Look inside',
  contents: 'On this page',
  of: 'network',
  run: 'Run',
  networks: {
    underWay: 'Run in progress',
    last: 'Last run',
    next: 'Next run',
    nextOption: 'Next run, not trained yet',
    untestedYet: 'Available when this run ends.',
    unfinished: 'No predictions of this run are stored.',
    untrained: 'This recipe is not trained yet.',
  },
  classes: {
    title: 'Images by class',
    counts: ({ train, test }: DatasetFacts) =>
      `Ten classes: ${perClass(train)} for training, ${perClass(test)} for testing.`,
    pixels: ({ mean, deviation }: Normalisation) =>
      `Red, green and blue have means of ${triple(mean)} (of 255) and standard deviations of ${triple(deviation)}.`,
    sample: 'These are the images included with this page. Training to 94% downloads all 60,000.',
    image: (name: string, record: number) =>
      `${withArticle(name)}, training image ${formatCount(record)}`,
  },
  augmentation: {
    title: 'Augmentation',
    what: 'What the network sees instead of the original image, epoch by epoch.',
    recipe: (name: string, recipe: string, seed: number) => `${name}: ${recipe}, seed ${seed}.`,
    plain: 'This recipe does not augment images.',
    original: 'original',
    epoch: (epoch: number) => `epoch ${epoch}`,
    from: (epoch: number) => `From epoch ${epoch}`,
    others: 'Other images',
    originalImage: (name: string) => `${withArticle(name)}, original`,
    image: (name: string, epoch: number, patch: string | null) =>
      `${withArticle(name)} in epoch ${epoch}${patch === null ? '' : `, with a patch of ${withArticle(patch)}`}`,
  },
  confusions: {
    title: 'Confusion matrix',
    what: 'Rows: true class. Columns: predicted class.',
    pair: ({ a, b, mistakes }: ClassPair, all: number) =>
      all === 0
        ? 'No mistakes.'
        : `${plural(CLASS_NAMES[a])} and ${plural(CLASS_NAMES[b])} account for ${formatCount(mistakes)} of the ${formatNumberOf(all, 'mistake')}.`.replace(
            /^./,
            (letter) => letter.toUpperCase(),
          ),
    truth: 'true class',
    correct: 'correct',
    cell: (count: number, truth: number, prediction: number) =>
      `${formatCount(count)} ${predictedAs(truth, prediction)}`,
    images: (truth: number, prediction: number) => `Images of ${predictedAs(truth, prediction)}`,
    found: (count: number, truth: number, prediction: number) =>
      count === 0
        ? `No ${predictedAs(truth, prediction)}.`
        : `${formatCount(count)} ${predictedAs(truth, prediction)}, most confident first.`,
  },
  predictions: {
    away: 'This run’s images are no longer in the browser. Download them on Train, under Images.',
    otherOrder:
      'The images were downloaded again, in a different order from this run’s. Run it again to see its predictions.',
    notStored:
      'Predictions are stored only for runs finished in this browser. Run this recipe here to see the images.',
    confidence: (confidence: number) =>
      Number.isFinite(confidence) ? `${(100 * confidence).toFixed(1)}%` : '',
    predicted: (prediction: string) => `predicted ${prediction}`,
    tile: (truth: string, predicted: string, confidence: string) =>
      `${withArticle(truth)} predicted as ${predicted} with ${confidence} confidence: show it under each view`,
    image: (record: number) => `test image ${formatCount(record)}`,
    more: (count: number) => `Show ${formatCount(count)} more`,
  },
  two: {
    title: 'Two runs',
    none: 'Finish two runs to compare their mistakes here.',
    what: 'Test images that one run classifies correctly and the other doesn’t. Seeds of one recipe also disagree, by chance.',
    and: 'compared with',
    other: 'Run to compare with',
    notStored: (name: string) =>
      `The predictions of ${name} are not stored: it ran elsewhere, or before lab94 stored predictions. Run its recipe here to compare.`,
    otherImages: 'These runs were tested on different images, so they can’t be compared.',
    finding: (
      first: string,
      second: string,
      counts: { onlyFirst: number; onlySecond: number; both: number },
    ) =>
      `Mistakes: ${formatCount(counts.onlyFirst)} only by ${first}, ${formatCount(counts.onlySecond)} only by ${second}, ${formatCount(counts.both)} by both.`,
    only: (wrong: string, correct: string) => `${wrong} wrong, ${correct} correct`,
    nothing: 'None.',
  },
  mistakes: {
    title: 'Most confident mistakes',
    what: 'Some of these images are hard; a few are labelled wrongly in CIFAR-10 itself.',
    counts: (wrong: number, of: number) =>
      `${formatCount(wrong)} of ${formatCount(of)} test images are classified wrongly.`,
  },
  layers: {
    title: 'Layers',
    layer: 'layer',
    output: 'output',
    parameters: 'parameters',
    flops: 'FLOP per image',
    all: 'the whole network',
    totals: (parameters: number, flops: number) =>
      `${formatCount(parameters)} parameters; ${formatLarge(flops)} operations to classify one image.`,
    of: (name: string, recipe: string) => `${name}: ${recipe}.`,
    bars: 'Training takes about three times as many.',
    millions: (flops: number) =>
      flops < 1e6 ? `${(flops / 1e6).toFixed(2)} M` : `${formatCount(flops / 1e6)} M`,
  },
} as const
