import type { PresetName } from '../presets.ts'

/** A sentence about every preset. A separate module, because the page loads it later than the presets. */
export const SUMMARIES: Readonly<Record<PresetName, string>> = {
  auto: 'E1 (airbench94 with Muon, retuned by Hiverge and Fulcrum Research) with all epochs at 32 pixels. Fulcrum Research measured 94% or more in 190 of 200 runs.',
  e1: 'The fastest to a mean of 94%: E1 with images growing from 24 to 32 pixels. Fulcrum Research measured 94% or more in 125 of 200 runs.',
  hiverge:
    'Hiverge’s recipe, which E1 is based on: all epochs at 32 pixels, no averaged tail. Fulcrum Research measured 94% or more in 121 of 200 runs.',
  'e1-32':
    'airbench94 with Muon, retuned by Hiverge and Fulcrum Research, who measured 94% or more in 190 of 200 runs.',
  'airbench94-muon':
    'Keller Jordan’s fastest recipe: eight epochs, with Muon for the convolutions.',
  airbench94:
    'Keller Jordan’s recipe: whitened first layer, identity initialisation, lookahead, 9.9 epochs.',
  'airbench94-views': 'airbench94 without alternating mirror: 10.8 epochs.',
  'airbench94-lookahead':
    'The step before six views: lookahead with fast batch-norm statistics, 12 epochs.',
  'airbench94-freeze':
    'The step before lookahead: the whitening layer’s bias is frozen after 3 of 13.5 epochs.',
  'airbench94-biases': 'Batch-norm biases learn 64 times faster: 13.5 epochs instead of 18.',
  'airbench94-dirac': 'Convolutions start as copies of their input: 18 epochs instead of 21.',
  'airbench94-whitening':
    'The first layer is computed from image patches: 21 epochs instead of 34.',
  'airbench94-network': 'airbench’s network with a trained first layer and no tricks: 34 epochs.',
  airbench95: 'A wider, slower airbench94 for 95%: 15 epochs.',
  airbench96: 'Three convolutions in each block, residual branches and cutout, for 96%: 37 epochs.',
  'page-10': 'David Page’s last recipe: 10 epochs with every trick of the series.',
  'page-13-tta':
    'Averages the predictions for each test image and its mirror image: half a point more.',
  'page-13':
    'Tests a moving average of the weights; the learning rate ends at a tenth of its peak.',
  'page-36':
    'Whitening tolerates a peak learning rate of 1.0, and a smaller cutout suits the shorter run.',
  'page-39': 'The first layer is computed from image patches instead of trained.',
  'page-43': 'Batch-norm scales stay at 1, and the biases learn 64 times faster.',
  'page-46': 'Batch norm over groups of 32 images, and a peak learning rate of 0.6 instead of 0.4.',
  'page-52': 'A smooth activation instead of ReLU: 20 epochs instead of 23.',
  'page-59': 'Labels of less than 100%: 23 epochs instead of 25.',
  'page-64': 'Pooling right after the convolutions leaves a quarter of the pixels to normalise.',
  'page-70': 'The DAWNBench entry with augmentation on the GPU, in groups of images.',
  'page-154': 'The learning rate grows with the batch size: 0.4 at 512 images becomes 0.6 at 768.',
  'page-161': 'Cutout allows 30 epochs instead of 35.',
  'page-186':
    'In PyTorch, batch norm was slow in f16; with its statistics in f32, the same run took 70 s less. lab94 always keeps them in f32.',
  'page-256': 'Four times the batch size with 4.4 times the learning rate, at the same accuracy.',
  'page-297':
    'Without the first batch norm and the loader processes, and with random numbers drawn in bulk.',
  'page-301':
    'One loader process instead of none. A web page has no loader processes, so here both recipes are the same.',
  'page-bkj':
    'Ben Johnson’s DAWNBench entry of April 2018: a ResNet with batches of 128, 35 epochs.',
  fenwicks:
    'David Page’s DAWNBench entry in TensorFlow, with a quarter of the weight decay. On 8 TPU cores that added up to twice David Page’s.',
  hlb: 'tysam-code’s recipe, between David Page’s and airbench: no residual branches, and lookahead.',
  'page-79': 'David Page’s DAWNBench entry: a nine-layer residual network, 24 epochs.',
  'page-4-7': 'Residual branches on the first and third stage, the best of all eight subsets.',
  'page-4-6':
    'Batch-norm scales start at 1 instead of random values, and logits are multiplied by 1/8.',
  'page-4-5':
    'Only the maximum of each channel reaches the last layer, from a last stage twice as wide.',
  'page-4-4': 'Pools halve the resolution instead of strides.',
  'page-4-3': 'Strided 3x3 convolutions instead of 1x1: from 56 to 86%.',
  'page-4-2': 'The shortest path without redundant batch norms.',
  'page-4-1': 'The ResNet without its branches: how much do the shortcuts do alone?',
  'page-4-extras': 'One more convolution in every stage, cutout of 12 pixels, three times as long.',
  'page-4-wide':
    'The network without branches, twice as wide: slower than branches and less accurate.',
  quick: 'A small network on half-size images. It learns something from 5,000 images in seconds.',
  tiny: 'Three small layers and 60 steps, for slow computers. It stays far below 94%.',
}
