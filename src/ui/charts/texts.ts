/** Names and explanations of the panes. */
export const CHARTS = {
  label: 'Curves',
  accuracy: {
    name: 'Accuracy',
    before: 'your run will appear here, with a point after each test',
    meaning:
      'test images classified correctly, after each epoch; grey: training images, step by step',
    meaningShort:
      'test images classified correctly, at the end; grey: training images, step by step',
    goal: '94%',
    guessing: '10%, chance',
    emptyNarrow: 'A point after each test.',
    emptyShort: 'Tested once, at the end. Until then, grey shows every training step.',
    empty:
      'One point after each pass over the training images, and a ring where the curve reaches the line.',
    reached: (time: string) => `reached at ${time}`,
  },
  recorded: {
    name: 'recorded',
    before: (run: string, device: string, code: string) =>
      `grey: ${run}, recorded on ${device} (lab94 version ${code}); your run will appear here`,
    during: (run: string, device: string, code: string) =>
      `your run; behind it in grey ${run}, recorded on ${device} (lab94 version ${code})`,
  },
  before: {
    name: 'before',
    words: (recipe: string, seed: number) =>
      `your run; behind it in grey the one before: ${recipe}, seed ${seed}`,
  },
  scale: {
    label: 'Scale',
    hint: 'each gridline halves the error',
    halving: 'Log',
    even: 'Linear',
  },
  loss: {
    name: 'Loss',
    /** `hasGap`: whether test losses are left out because an earlier version included label smoothing in them too. */
    meaning: (smoothing: number, hasGap: boolean) =>
      [
        'how wrong the predictions are; lower is better',
        ...(smoothing === 0 ? [] : [`Training loss includes label smoothing of ${smoothing}`]),
        ...(hasGap ? ['Test losses that an earlier lab94 measured with it are left out'] : []),
      ].join('. '),
  },
  rate: {
    name: 'Learning rate',
    meaning: 'how far each step moves the weights',
    peak: (rate: string) => `peak ${rate}`,
    now: (rate: string) => `now ${rate}`,
    change: 'Change the learning rate of this run',
    times: (factor: number) => `${factor >= 1 ? factor : `1/${1 / factor}`} × planned`,
    halve: 'Halve',
    double: 'Double',
    reset: 'Reset',
  },
  series: {
    views: 'with views',
    average: 'averaged',
    live: 'live',
    alone: 'test',
    train: 'train',
    test: 'test',
  },
  narrowViews: 'views',
  cursor: 'Epoch at the crosshair',
  numbers: {
    title: 'Numbers as a table',
    epoch: 'epoch',
    seconds: 'seconds',
    accuracy: (name: string) => `accuracy ${name}, %`,
    loss: (name: string) => `${name} loss`,
  },
  progress: 'Run progress',
} as const
