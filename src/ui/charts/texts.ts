/** Names of the panes and what they mean. */
export const CHARTS = {
  label: 'Curves',
  accuracy: {
    name: 'Accuracy',
    before: 'your run will be drawn here, a point after each test',
    meaning: 'test images named right, after each epoch; grey: training images, step by step',
    meaningShort: 'test images named right, at the end; grey: training images, step by step',
    goal: '94%',
    guessing: '10%, guessing',
    emptyNarrow: 'A point after each test.',
    emptyShort: 'One test at the end; until then, every step of training in grey.',
    empty:
      'One point for each pass over the training images, and a ring where the curve meets the line.',
    met: (time: string) => `met at ${time}`,
  },
  recorded: {
    name: 'recorded',
    words: (run: string, device: string, code: string) =>
      `${run}, recorded on ${device}, lab94 ${code}; yours will be drawn here`,
  },
  scale: {
    label: 'Scale',
    hint: 'each line about halves the mistakes',
    halving: 'Halving',
    even: 'Even',
  },
  loss: { name: 'Loss', meaning: 'how wrong the answers are; lower is better' },
  rate: {
    name: 'Learning rate',
    meaning: 'how big a step it takes each time',
    peak: (rate: string) => `peak ${rate}`,
    now: (rate: string) => `now ${rate}`,
    change: 'Change the learning rate of this run',
    times: (factor: number) => `${factor >= 1 ? factor : `1/${1 / factor}`} times the plan`,
    halve: 'Halve it',
    double: 'Double it',
    asPlanned: 'As planned',
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
  cursor: 'Epoch under the crosshair',
  numbers: {
    title: 'The same numbers as a table',
    epoch: 'epoch',
    seconds: 'seconds',
    accuracy: (name: string) => `accuracy ${name}, %`,
    loss: (name: string) => `${name} loss`,
  },
  progress: 'Progress of the run',
} as const
