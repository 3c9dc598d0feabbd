import { COORDINATES, type Coordinate } from '../../../../experiments/kinds/tuner/coordinates.ts'
import type { TunerEntry } from '../../../../experiments/kinds/tuner/tuner.ts'
import { peakRate } from '../../../../experiments/kinds/varied.ts'
import { resolveRecipe, type RecipeChoice } from '../../../../recipe/choice.ts'
import { formatCount, formatSmall } from '../../../words/format.ts'
import { useSize } from '../../../controls/use-size.ts'
import { EXPERIMENTS } from '../texts.ts'

const TEXT = EXPERIMENTS.tuner
const LANE = 44
const GUTTER = { wide: 190, narrow: 118 }
const NARROW = 600

interface TunerPathProps {
  readonly log: readonly TunerEntry[]
  /** A trial's position along the chart, as a share. */
  readonly at: (trial: number) => number
}

/** One lane per setting: each trial's offset from the unchanged recipe, filled if it was the best so far. */
export function TunerPath({ log, at }: TunerPathProps) {
  const [ref, size] = useSize<HTMLDivElement>()
  const width = size?.width ?? 0
  const right = width - (width < NARROW ? GUTTER.narrow : GUTTER.wide)
  const best = bests(log)
  return (
    <figure className="pane study path">
      <figcaption>
        <b>{TEXT.path}</b>
        <span className="second meaning">{TEXT.pathMeaning}</span>
      </figcaption>
      <div className="plot" ref={ref}>
        {size !== null && (
          <svg width={width} height={COORDINATES.length * LANE} role="img" aria-label={TEXT.path}>
            {COORDINATES.map((coordinate, lane) => (
              <Lane
                key={coordinate}
                coordinate={coordinate}
                top={lane * LANE}
                right={right}
                log={log}
                best={best}
                at={at}
              />
            ))}
          </svg>
        )}
      </div>
    </figure>
  )
}

interface LaneProps extends TunerPathProps {
  readonly coordinate: Coordinate
  readonly top: number
  readonly right: number
  readonly best: readonly boolean[]
}

function Lane({ coordinate, top, right, log, best, at }: LaneProps) {
  const offsets = log.map(({ point }) => point[coordinate])
  const reach = Math.max(1, ...offsets.map(Math.abs))
  const middle = top + LANE / 2
  const y = (offset: number) => middle - (offset / reach) * (LANE / 2 - 9)
  const last = log.findLast((_, i) => best[i])
  return (
    <g>
      <line
        className="gridline"
        x1={0}
        x2={right}
        y1={Math.round(middle) + 0.5}
        y2={Math.round(middle) + 0.5}
      />
      {log.map(({ along }, i) => {
        const tried = along === coordinate || along === null
        return (
          <circle
            key={i}
            className={best[i] ? 'dot' : tried ? 'dot hollow' : 'dot faint'}
            cx={at(i) * right}
            cy={y(offsets[i])}
            r={tried ? 3.5 : 1.5}
          />
        )
      })}
      <text className="label halo" x={right + 12} y={middle + 4.5}>
        {TEXT.coordinates[coordinate]}
        {last !== undefined && (
          <tspan className="value" dx={6}>
            {valueOf(last.choice, coordinate)}
          </tspan>
        )}
      </text>
    </g>
  )
}

/** Whether each trial was the best so far. */
function bests(log: readonly TunerEntry[]): boolean[] {
  let least = Infinity
  return log.map(({ score }) => {
    const better = score < least
    if (better) least = score
    return better
  })
}

function valueOf(choice: RecipeChoice, coordinate: Coordinate): string {
  const recipe = resolveRecipe(choice)
  switch (coordinate) {
    case 'decay':
      return String(Number(recipe.optimiser.weightDecay.toPrecision(2)))
    case 'momentum':
      return String(Number(recipe.optimiser.momentum.toPrecision(3)))
    case 'batchSize':
      return formatCount(recipe.batchSize)
    case 'rate':
      return formatSmall(peakRate(recipe))
  }
}
