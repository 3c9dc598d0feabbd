import type { RunRecord } from '../../runs/record/record.ts'
import { COMPARE } from '../compare/texts.ts'

/** On the picture of a run. */
export const CARD = {
  result: (accuracy: string, time: string) => `${accuracy}% in ${time}`,
  unfinished: 'A run without a result',
  where: ({ adapter, browser, seed, dataset }: RunRecord) =>
    [
      adapter === '' ? COMPARE.list.noDevice : adapter,
      browser ?? '',
      `seed ${seed}`,
      dataset === 'sample' ? COMPARE.list.sample : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  foot: 'CIFAR-10, trained in a web page',
} as const
