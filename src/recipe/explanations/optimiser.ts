import type { OPTIMISER_TOGGLES } from '../toggles/optimiser.ts'
import { AIRBENCH, HIVERGE, type Explanation } from './explanation.ts'

const HYPERPARAMETERS = 'https://myrtle.ai/learn/how-to-train-your-resnet-5-hyperparameters/'
const WEIGHT_DECAY = 'https://myrtle.ai/learn/how-to-train-your-resnet-6-weight-decay/'

export const OPTIMISER_EXPLANATIONS = {
  lars: {
    line: 'Makes each layer’s update proportional to the norm of its weights.',
    paragraph:
      'The learning rate of each weight tensor is multiplied by the norm of its weights over the norm of its gradient, so every layer turns by about the same angle. David Page’s parts 5 and 6 argue that plain SGD with weight decay and batch norm ends up doing the same: compare LARS with it. Biases are trained as before, because they start at 0. He gives no time for it.',
    source: WEIGHT_DECAY,
    part: 'David Page, parts 5 and 6',
  },
  muon: {
    line: 'Makes equal progress in all directions of a convolution’s weights, not only the steepest.',
    paragraph:
      'The momentum of each convolution is a matrix dominated by a few directions. Three Newton-Schulz iterations bring all its singular values close to 1 before the update, and the weights are rescaled to a fixed norm instead of decayed. Head and biases still use SGD. With matching learning rates, airbench94 took 2.59 s instead of 3.83 on an A100, at 8 epochs instead of 9.9.',
    source: AIRBENCH,
    part: 'airbench',
  },
  rareRescaling: {
    line: 'Rescales the convolutions’ weights to a fixed norm every second step at first, every 17th at the end.',
    paragraph:
      'Muon’s updates all have the same size, so growing weights would turn more slowly. Keller Jordan rescales them to a fixed norm before every step. Hiverge’s recipe and E1 rescale less and less often, and a separate weight decay shrinks the weights slightly at every step. The learning rate falls during the run, so there is less to rescale. Neither gives a figure for it alone.',
    source: HIVERGE,
    part: 'Hiverge',
  },
  ownBiasRate: {
    line: 'Lowers the learning rate of the whitening layer’s bias to 0 over the epochs that train it.',
    paragraph:
      'The bias after the whitening layer is trained only at the start: for three epochs in airbench, for a fifth of an epoch in E1. Off, it follows the common schedule and stops abruptly. On, its learning rate falls linearly to 0 over those epochs. Keller Jordan’s Muon recipe, Hiverge’s and E1 do this. There is no figure for it alone.',
    source: AIRBENCH,
    part: 'airbench',
  },
  nesterov: {
    line: 'Uses Nesterov momentum, which looks one step ahead.',
    paragraph:
      'An update follows the velocity, a decaying sum of past gradients. Nesterov’s form counts the newest gradient once more, as if it were measured where the velocity leads, so the direction changes sooner. Every recipe here uses it. None gives a figure without it.',
    source: HYPERPARAMETERS,
    part: 'David Page, part 5',
  },
  weightDecay: {
    line: 'Shrinks all weights a little at every step.',
    paragraph:
      'After batch norm, only the direction of the weights matters, not their norm, and large weights turn more slowly. Weight decay keeps them small, so updates stay large relative to them. David Page’s part 6 shows that growth from updates and shrinkage from weight decay balance, so weight decay and learning rate together set how fast the network learns.',
    source: WEIGHT_DECAY,
    part: 'David Page, part 6',
  },
} as const satisfies Record<keyof typeof OPTIMISER_TOGGLES, Explanation>
