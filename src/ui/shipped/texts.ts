import { SHIPPED_NETWORK } from '../../trainer/shipped/shipped-network.ts'
import { formatBytes, formatCount } from '../words/format.ts'

const { correct, testImages, trainedBy, evaluatedOn, seed, weights } = SHIPPED_NETWORK

const accuracy = `${((100 * correct.shipped) / testImages).toFixed(1)}%`
const NAME = `E1 at 32 px, ${accuracy}`

/** The trained network that comes with the page, and the first offers on a computer without a GPU. */
export const SHIPPED = {
  name: 'Shipped network',
  accuracy,
  option: `Shipped network, ${accuracy}`,
  label: `Shipped network: ${NAME} on the ${formatCount(testImages)} test images.`,
  made: `Trained with ${trainedBy}, seed ${seed}. Predictions computed by our own engine on ${evaluatedOn}, with six views of each image.`,
  loading: 'Loading the predictions of the shipped network.',
  fetches: `The network is fetched the first time you use it: ${formatBytes(weights.bytes)}.`,
  rightAway:
    'This page ships pictures of the mistakes only. Download all images on Train, under Images, to see the correct ones too.',
  network: 'Network',
  networks: { run: 'Last run', shipped: 'Shipped network' },
  offers: {
    picture: 'Try a picture',
    explore: 'Explore the network',
    watch: 'See a recorded run',
    note: `A network trained to ${accuracy} comes with this page and runs on any computer.`,
  },
}
