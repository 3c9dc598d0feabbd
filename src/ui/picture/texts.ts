import { isolated } from '../../errors/isolated.ts'
import { accuracyOf, type RunRecord } from '../../runs/record/record.ts'
import { GOAL } from '../../runs/run.ts'
import { formatTime, percentFigure } from '../words/format.ts'
import { COMPARE } from '../compare/texts.ts'
import { deviceWords } from '../words/device-words.ts'

/** Texts on the card of a run. */
export const CARD = {
  result: (accuracy: string, time: string) => `${accuracy}% in ${time}`,
  unfinished: 'Unfinished run',
  /** For several seeds: how many, and which one the code opens if it opens only one. */
  where: (record: RunRecord, seeds: number, seedsInCode: number) =>
    [
      deviceWords(record),
      isolated(record.browser ?? ''),
      seeds === 1 ? `seed ${record.seed}` : `mean of ${COMPARE.list.seeds(seeds)}`,
      seeds > 1 && seedsInCode === 1 ? `code: seed ${record.seed}` : '',
      record.dataset === 'sample' ? COMPARE.list.sample : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  against: (raced: RunRecord) => {
    const accuracy = accuracyOf(raced)
    const result =
      accuracy === null
        ? CARD.unfinished
        : CARD.result(percentFigure(accuracy, GOAL), formatTime(raced.trainSeconds))
    return `raced against ${result} on ${deviceWords(raced)} (thin line)`
  },
  foot: ({ engine }: RunRecord) =>
    engine === 'pytorch' ? 'CIFAR-10, a lab94 recipe' : 'CIFAR-10, trained in a browser',
} as const
