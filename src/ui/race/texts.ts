import { formatNumberOf, formatTime } from '../words/format.ts'

/** Most seeds that are listed one by one. */
const MOST_LISTED = 6

/** Seeds 1, 2 and 5; of many seeds their number. */
function seedList(seeds: readonly number[]): string {
  if (seeds.length > MOST_LISTED) return formatNumberOf(seeds.length, 'seed')
  return `seeds ${seeds.slice(0, -1).join(', ')} and ${seeds[seeds.length - 1]}`
}

/** A shared run that the visitor races. */
export const RACE = {
  title: (accuracy: string, seconds: number) =>
    `Shared run: ${accuracy}% in ${formatTime(seconds)}`,
  unfinished: 'Shared run',
  page: 'lab94 trains small image networks in your browser, on your own GPU.',
  what: (recipe: string, seed: number, device: string) => `${recipe}, seed ${seed}, on ${device}.`,
  /** Of several seeds that were shared together. */
  seedsTitle: (seeds: number, accuracy: string, seconds: number) =>
    `${formatNumberOf(seeds, 'shared seed')}: ${accuracy}%, ${formatTime(seconds)} each`,
  whatSeeds: (recipe: string, seeds: readonly number[], device: string) =>
    `${recipe}, ${seedList(seeds)}, on ${device}.`,
  start: 'Race this run',
  startSeed: (seed: number) => `Race seed ${seed}`,
  seedsRules: (seed: number) =>
    `Mean and standard deviation of the shared seeds. Here, the same recipe trains with seed ${seed}, and its curve is drawn over the shared run with that seed. The others are in Compare.`,
  startChanged: 'Race it with your changes',
  curves: 'See it in Compare',
  leave: 'Train without it',
  rules: 'The same recipe and seed train here. Your curve is drawn over the shared one.',
  otherRecipe: 'The recipe of that name has changed since then, so the result may differ.',
  label: 'to beat',
  before: (name: string) => `grey: ${name}, the shared run; your run is drawn over it`,
  during: (name: string) => `your run; behind it in grey ${name}, the shared run`,
  same: (accuracy: string) => `Same result as the shared run: ${accuracy}%`,
  off: (points: string, above: boolean, accuracy: string) =>
    `${points}\u00a0points ${above ? 'above' : 'below'} the shared run (${accuracy}%)`,
  inTheSameTime: 'in the same time',
  devices: (points: string) =>
    `Other hardware rounds differently, which changes results as much as another seed: about ${points}\u00a0points.`,
  moreThanDevices: 'That is more than other hardware or another seed usually changes.',
  seedsMean: (seeds: number, accuracy: string) =>
    `Mean of the ${formatNumberOf(seeds, 'shared seed')}: ${accuracy}%.`,
  otherWork: 'This run used a different recipe, seed or learning rate.',
} as const
