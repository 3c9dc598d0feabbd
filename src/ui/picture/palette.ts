const NAMES = [
  'ground',
  'ink',
  'ink-2',
  'ink-3',
  'ctl',
  'rule',
  'accent',
  'accent-text',
  's1',
  's2',
  's3',
  's4',
] as const

type ColourName = (typeof NAMES)[number]

export interface Palette {
  readonly colours: Readonly<Record<ColourName, string>>
  readonly family: string
}

/** The page's current colours and typeface. */
export function readPalette(): Palette {
  const probe = document.createElement('span')
  document.body.append(probe)
  const colourOf = (name: ColourName) => {
    probe.style.color = `var(--${name})`
    return getComputedStyle(probe).color
  }
  const entries = NAMES.map((name) => [name, colourOf(name)] as const)
  const family = getComputedStyle(document.body).fontFamily
  probe.remove()
  return { colours: Object.fromEntries(entries) as Palette['colours'], family }
}

const TONES: readonly { colour: ColourName; dash: readonly number[] }[] = [
  { colour: 's1', dash: [] },
  { colour: 's2', dash: [9, 3] },
  { colour: 's3', dash: [] },
  { colour: 's4', dash: [2.5, 3] },
]

/** Colour and dashes of a tone; null is for lines beyond the palette. */
export const toneOf = (tone: number | null): (typeof TONES)[number] =>
  (tone === null ? undefined : TONES[tone]) ?? { colour: 'ctl', dash: [] }
