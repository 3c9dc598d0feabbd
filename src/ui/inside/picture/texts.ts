import type { View } from '../../../engine/engine.ts'

/** Where a picture has gone that is shown from a shift on, the same down as across. */
const movedBy = (shift: number): string =>
  shift > 0 ? `${shift} up and left` : `${-shift} down and right`

const percent = (share: number): string =>
  share > 0 && share < 0.005 ? '·' : `${(100 * share).toFixed(0)}%`

const article = (word: string): string => (/^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`)

/** A picture under each view. */
export const PICTURE = {
  title: 'Your own picture',
  none: 'A trained network is needed first: Try now, on Train, makes one from the shipped images. Then any picture can be shown to it here.',
  what: 'Choose, drop or paste a picture, and see what the network takes it for, as it is and under each view. It stays on this computer.',
  network: (recipe: string, seed: number) =>
    `Answered by the last network: ${recipe}, seed ${seed}.`,
  shrunk:
    'The network sees 32 × 32 pixels, and so do you: the middle square of the picture, each pixel the average of the area under it. It knows ten classes, and names one of them whatever it is shown.',
  choose: 'Choose a picture',
  test: 'A test image',
  looking: 'Showing it to the network.',
  class: 'class',
  isThat: 'what it is',
  together: 'as the recipe weighs them',
  view: ({ mirrored, shiftX, shiftY }: View): string => {
    if (shiftX === 0 && shiftY === 0) return mirrored ? 'mirrored' : 'as it is'
    return mirrored ? `${movedBy(shiftX)}, mirrored` : movedBy(shiftX)
  },
  said: (name: string, share: number, truth: string | null): string => {
    const sure = `${(100 * share).toFixed(1)}% sure`
    if (truth === null)
      return `${article(name)[0].toUpperCase()}${article(name).slice(1)}, ${sure}.`
    return truth === name
      ? `Rightly named ${name}, ${sure}.`
      : `Named ${name}, ${sure}; it is ${article(truth)}.`
  },
  percent,
}
