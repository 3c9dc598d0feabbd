import type { DatasetFacts } from '../../data/facts.ts'
import { CLASS_NAMES, type Normalisation } from '../../data/records.ts'
import { formatCount, formatNumberOf } from '../format.ts'
import type { ClassPair } from './confusion.ts'

const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0)

/** One figure where every class has as many images, else the total. */
function perClass(counts: readonly number[]): string {
  const even = counts.every((count) => count === counts[0])
  return even ? `${formatCount(counts[0])} of each` : `${formatCount(sum(counts))} in all`
}

const plural = (name: string): string => (name === 'deer' ? name : `${name}s`)

const triple = (values: readonly number[]): string =>
  values.map((value) => value.toFixed(1)).join(', ')

const article = (word: string): string => (/^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`)

/** "cats taken for dogs", "cats named right". */
const takenFor = (truth: number, answer: number): string =>
  truth === answer
    ? `${plural(CLASS_NAMES[truth])} named right`
    : `${plural(CLASS_NAMES[truth])} taken for ${plural(CLASS_NAMES[answer])}`

/** The third place. */
export const INSIDE = {
  title: 'Look inside',
  contents: 'On this page',
  of: 'inside',
  run: 'The run to look into',
  noRun: 'No run has been tested here yet',
  classes: {
    title: 'Images by class',
    counts: ({ train, test }: DatasetFacts) =>
      `Ten classes: ${perClass(train)} to learn from, ${perClass(test)} to be tested on.`,
    pixels: ({ mean, deviation }: Normalisation) =>
      `Red, green and blue average ${triple(mean)} of 255, with deviations of ${triple(deviation)}.`,
    sample: 'These are the images shipped with this page; training to 94% brings all 60,000.',
    image: (name: string, record: number) =>
      `${article(name)}, training image ${formatCount(record)}`,
  },
  augmentation: {
    title: 'Augmentation',
    what: 'What the network is shown in place of one image, epoch by epoch.',
    recipe: (recipe: string, seed: number) => `${recipe}, seed ${seed}, as the next run has it.`,
    plain: 'This recipe shows every image as it is.',
    original: 'original',
    epoch: (epoch: number) => `epoch ${epoch}`,
    from: (epoch: number) => `From epoch ${epoch}`,
    others: 'Other images',
    originalImage: (name: string) => `${article(name)} as it is`,
    image: (name: string, epoch: number, patch: string | null) =>
      `${article(name)} in epoch ${epoch}${patch === null ? '' : `, with a patch of ${article(patch)}`}`,
  },
  confusions: {
    title: 'Confusions',
    none: 'A run that is tested to its end shows here which classes it takes for which.',
    what: 'Rows are what an image is, columns what the network said.',
    pair: ({ a, b, mistakes }: ClassPair, all: number) =>
      all === 0
        ? 'There is no mistake.'
        : `${plural(CLASS_NAMES[a])} and ${plural(CLASS_NAMES[b])} account for ${formatCount(mistakes)} of the ${formatNumberOf(all, 'mistake')}.`.replace(
            /^./,
            (letter) => letter.toUpperCase(),
          ),
    truth: 'what it is',
    right: 'right',
    cell: (count: number, truth: number, answer: number) =>
      `${formatCount(count)} ${takenFor(truth, answer)}`,
    images: (truth: number, answer: number) => `Images of ${takenFor(truth, answer)}`,
    found: (count: number, truth: number, answer: number) =>
      count === 0
        ? `No ${takenFor(truth, answer)}.`
        : `${formatCount(count)} ${takenFor(truth, answer)}, the surest first.`,
  },
  named: {
    away: 'The images of this run are not in the browser any more. Fetch them on Train, under Images.',
    otherOrder:
      'The images came to this browser anew, in another order than the run knew them. Run it again to see its answers.',
    notKept:
      'Which images those are is kept of runs that went to their end in this browser. Run this recipe again to see them.',
    sure: (certainty: number) =>
      Number.isFinite(certainty) ? `${(100 * certainty).toFixed(1)}%` : '',
    said: (answer: string) => `said ${answer}`,
    tile: (truth: string, said: string, sure: string) =>
      `${article(truth)}, named ${said}, ${sure} sure: look at it under each view`,
    image: (record: number) => `test image ${formatCount(record)}`,
    more: (count: number) => `Show ${formatCount(count)} more`,
  },
  two: {
    title: 'Two runs',
    none: 'Two runs that went to their end are needed: then their mistakes stand here side by side.',
    what: 'Which test images one run names right and the other wrong. Seeds of one recipe disagree too: that is their luck.',
    beside: 'beside',
    other: 'The run to compare with',
    notKept: (name: string) =>
      `Which images ${name} named wrong is not kept: it ran elsewhere, or before this page kept it. Run its recipe again to compare.`,
    otherImages: 'These two were not tested on the same images, so there is nothing to compare.',
    finding: (
      first: string,
      second: string,
      counts: { onlyFirst: number; onlySecond: number; both: number },
    ) =>
      `${formatCount(counts.onlyFirst)} only ${first} gets wrong, ${formatCount(counts.onlySecond)} only ${second}, ${formatCount(counts.both)} both.`,
    only: (wrong: string, right: string) => `${wrong} wrong, ${right} right`,
    nothing: 'None.',
  },
  mistakes: {
    title: 'Surest mistakes',
    none: 'A run that is tested to its end shows here what it gets wrong.',
    what: 'Wrong, and most certain of it. Some are hard; a few are labelled wrongly in the data itself.',
    counts: (wrong: number, of: number) =>
      `${formatCount(wrong)} of ${formatCount(of)} test images are named wrong.`,
  },
  layers: {
    title: 'Layer by layer',
    layer: 'layer',
    output: 'output',
    parameters: 'parameters',
    flops: 'FLOP per image',
    all: 'the whole network',
    totals: (parameters: number, flops: number) =>
      `${formatCount(parameters)} numbers, and ${(flops / 1e9).toFixed(2)} billion operations to name one image.`,
    bars: 'Learning takes about three times that. The recipe that is set up decides which network this is.',
    millions: (flops: number) =>
      flops < 1e6 ? `${(flops / 1e6).toFixed(2)} M` : `${formatCount(flops / 1e6)} M`,
  },
} as const
