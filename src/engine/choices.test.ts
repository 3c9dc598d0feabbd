import { describe, expect, it } from 'vitest'
import { choiceAt, CHOICE_WORDS, MOST_CHOICES, NO_PATCH, setChoice, STILL } from './choices.ts'

describe('choices', () => {
  it.each([
    { record: 0, augmentation: STILL, patch: NO_PATCH },
    {
      record: 2 ** 32 - 1,
      augmentation: {
        shiftX: -16,
        shiftY: 15,
        mirrored: true,
        cutoutX: 31,
        cutoutY: 0,
        cutoutSide: 31,
      },
      patch: { partner: MOST_CHOICES - 1, x: 31, y: 0, side: 31 },
    },
    {
      record: 49_999,
      augmentation: {
        shiftX: 4,
        shiftY: -4,
        mirrored: false,
        cutoutX: 3,
        cutoutY: 24,
        cutoutSide: 8,
      },
      patch: { partner: 777, x: 0, y: 29, side: 3 },
    },
  ])('come out of their words as they went in: $record', (choice) => {
    const choices = { epoch: 0, words: new Uint32Array(2 * CHOICE_WORDS) }
    setChoice(choices, 1, choice)
    expect(choiceAt(choices, 1)).toEqual(choice)
    expect(choiceAt(choices, 0).record).toBe(0)
  })
})
