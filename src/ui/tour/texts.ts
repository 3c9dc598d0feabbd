import { SHIPPED_NETWORK } from '../../trainer/shipped/shipped-network.ts'

const { correct, testImages } = SHIPPED_NETWORK
const ACCURACY = `${((100 * correct.shipped) / testImages).toFixed(1)}%`

/** The guided path through the page. */
export const TOUR = {
  label: 'Tour',
  position: (stop: number, of: number) => `Stop ${stop} of ${of}, about a minute`,
  back: 'Back',
  next: 'Next',
  finish: 'Finish on Train',
  pause: 'Close the tour',
  keys: 'Use the arrow keys to turn pages and Escape to close. The page remembers where you stopped.',
  notShown: (reason: string) => `The recorded run could not be shown. ${reason}`,
  stops: {
    line: {
      title: 'One curve, one line',
      text: 'A network is trained on 50,000 labelled images, then tested on 10,000 it has never seen. The grey curve is a real recorded run with a point after each test. Before the first step, accuracy is about 10%, which is chance for ten classes. The goal is the orange line at 94%, about what a careful person scores.',
    },
    rate: {
      title: 'Many small steps',
      text: 'Each training step changes the weights a little, so that the loss falls. The loss says how wrong the predictions are. The learning rate is the size of the steps. This run starts with large steps, while the network is far from any good weights, and makes them smaller and smaller, so that the last ones no longer disturb what was learned. Many recipes also raise the rate first.',
    },
    story: {
      title: '341 seconds, then 26, then 2',
      text: 'Each row is a published change that made training faster, with its time and the device it was measured on. Compare times on the same device only. Each row opens its recipe at the matching switch, so you can train with and without it.',
    },
    compare: {
      title: 'Is a difference real?',
      text: 'The recorded run is in the list, with any runs of your own. Runs of one recipe differ by luck, typically by 0.15 points near 94%. When two runs are plotted, the headline says which is better and whether chance explains the difference. Below, experiments run a recipe many times to find out what each trick does.',
    },
    confusions: {
      title: 'What it gets wrong',
      text: `The network that comes with this page classifies ${ACCURACY} of the test images correctly. Each row of the table is a true class, each column a prediction. Cats and dogs are confused most. Press a cell to see its images, and decide whether you would have classified them correctly.`,
    },
    picture: {
      title: 'Now your own picture',
      text: 'Choose, drop or paste a picture: the page shrinks it to 32 by 32 pixels, which is all the network ever sees, and shows what it predicts. The picture stays on this computer. After that, train a network of your own.',
    },
  },
} as const
