import { CLASS_COUNT } from '../../model/layers.ts'

/** Accuracy of guessing. */
const CHANCE = 1 / CLASS_COUNT
/** Epochs after which a network should have learned something. */
const EPOCHS = 3

/** Whether a network's accuracy after some epochs is no better than chance, within two standard errors for `images`. */
export function isGuessing(epoch: number, accuracy: number, images: number): boolean {
  if (epoch < EPOCHS || images === 0) return false
  return accuracy < CHANCE + 2 * Math.sqrt((CHANCE * (1 - CHANCE)) / images)
}

export const GUESSING_HINT =
  'After three epochs, accuracy is still no better than chance. The learning rate is probably too high or too low. If the images are your own, check their labels.'
