import type { RunRecord } from '../../runs/record/record.ts'
import { COMPARE } from '../compare/texts.ts'
import { deviceWords } from '../device-words.ts'

/** On the picture of a run. */
export const CARD = {
  result: (accuracy: string, time: string) => `${accuracy}% in ${time}`,
  unfinished: 'A run without a result',
  where: (record: RunRecord) =>
    [
      deviceWords(record),
      record.browser ?? '',
      `seed ${record.seed}`,
      record.dataset === 'sample' ? COMPARE.list.sample : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  foot: ({ engine }: RunRecord) =>
    engine === 'pytorch' ? 'CIFAR-10, a recipe of lab94' : 'CIFAR-10, trained in a web page',
} as const
