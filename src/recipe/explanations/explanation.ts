/** What a toggle does, in words for a person who has never heard of it. */
export interface Explanation {
  /** One line that says what it does. */
  readonly line: string
  /** What it does, why it helps, and what its author measured. */
  readonly paragraph: string
  /** Where that was published. */
  readonly source: string
  /** The part of David Page's series that it comes from, or what came after it. */
  readonly part: string
}

/** Where most toggles were published. */
export const BAG_OF_TRICKS =
  'https://github.com/davidcpage/cifar10-fast/blob/master/bag_of_tricks.ipynb'
export const AIRBENCH = 'https://github.com/KellerJordan/cifar10-airbench'
export const AIRBENCH_PAPER = 'https://arxiv.org/abs/2404.00498'
export const HIVERGE = 'https://github.com/hiverge/cifar10-speedrun'
export const FULCRUM = 'https://github.com/fulcrumresearch/cifar-10-speedrun'
export const HLB = 'https://github.com/tysam-code/hlb-CIFAR10'
/** Page's notebook of parts 1 to 4. */
export const EXPERIMENTS_NOTEBOOK =
  'https://github.com/davidcpage/cifar10-fast/blob/master/experiments.ipynb'
