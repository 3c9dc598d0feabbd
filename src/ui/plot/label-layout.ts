/** Pixels between the middles of two labels. */
const GAP = 17

/** Pixels between a label and a line it must not cross. */
const CLEARANCE = 11

export interface LabelLimits {
  readonly top: number
  readonly bottom: number
  /** Height of a line that no label may cross; null if there is none. */
  readonly avoid: number | null
}

/**
 * Heights for labels as near as possible to `wanted`, in the same order: at least GAP apart, clear of the line to avoid,
 * and on the same side of it as wanted.
 */
export function placeLabels(wanted: readonly number[], limits: LabelLimits): number[] {
  const { top, bottom, avoid } = limits
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b])
  const placed = [...wanted]
  const above = avoid === null ? [] : order.filter((i) => wanted[i] <= avoid)
  const below = order.filter((i) => !above.includes(i))
  spread(above, placed, top, (avoid ?? bottom) - CLEARANCE)
  spread(below, placed, avoid === null ? top : avoid + CLEARANCE, bottom)
  return placed
}

/** Moves the labels apart, from the top down, then pushes labels below `bottom` back up. */
function spread(order: readonly number[], placed: number[], top: number, bottom: number): void {
  const groups: { members: number[]; centre: number }[] = []
  for (const member of order) {
    groups.push({ members: [member], centre: placed[member] })
    mergeTouching(groups)
  }
  for (const { members, centre } of groups) {
    members.forEach((member, i) => {
      placed[member] = centre + (i - (members.length - 1) / 2) * GAP
    })
  }
  order.forEach((member, i) => {
    const least = i === 0 ? top : placed[order[i - 1]] + GAP
    placed[member] = Math.max(placed[member], least)
  })
  for (let i = order.length - 1; i >= 0; i--) {
    const most = i === order.length - 1 ? bottom : placed[order[i + 1]] - GAP
    placed[order[i]] = Math.min(placed[order[i]], most)
  }
}

/** Merges touching groups around the mean of their centres, until none touch. */
function mergeTouching(groups: { members: number[]; centre: number }[]): void {
  const half = (members: readonly number[]) => (members.length * GAP) / 2
  for (;;) {
    const last = groups.at(-1)
    const before = groups.at(-2)
    if (last === undefined || before === undefined) return
    const free = last.centre - half(last.members) - (before.centre + half(before.members))
    if (free >= 0) return
    const members = [...before.members, ...last.members]
    const centre =
      (before.centre * before.members.length + last.centre * last.members.length) / members.length
    groups.splice(-2, 2, { members, centre })
  }
}
