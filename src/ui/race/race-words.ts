import type { Repetition } from '../../runs/share/repetition.ts'
import { pointsFigure } from '../words/points.ts'
import { timeDifference } from '../words/time-difference.ts'
import { RACE } from './texts.ts'

/** Times closer than this count as equal. */
const LEAST_SECONDS = 0.05

/** Beyond this many standard deviations, chance is an unlikely cause. */
const RARE = 3

/** The result of a run against the shared run with this accuracy, in percent, on the same test images. */
export function raceWords(repetition: Repetition, shared: string, testImages: number): string {
  const { sameWork, images, difference, seconds, spread } = repetition
  const result =
    images === 0
      ? RACE.same(shared)
      : RACE.off(pointsFigure(difference, testImages), images > 0, shared)
  const first = `${result}, ${timeWords(seconds)}.`
  if (!sameWork) return `${first} ${RACE.otherWork}`
  if (images === 0) return first
  const rare = Math.abs(difference) > RARE * spread
  return `${first} ${rare ? RACE.moreThanDevices : RACE.devices(pointsFigure(spread, testImages))}`
}

function timeWords(seconds: number): string {
  return Math.abs(seconds) < LEAST_SECONDS ? RACE.inTheSameTime : timeDifference(seconds)
}
