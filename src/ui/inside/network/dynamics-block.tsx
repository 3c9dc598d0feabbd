import { useMemo } from 'react'
import { buildNetwork } from '../../../model/networks.ts'
import { INPUT_SHAPE } from '../../../model/layers.ts'
import { walkLayers } from '../../../model/shapes.ts'
import { type RecipeChoice, resolveRecipe } from '../../../recipe/choice.ts'
import { useActions, useLab } from '../../context/lab-context.ts'
import { Block } from '../block.tsx'
import {
  dynamicsSeries,
  type Measure,
  MEASURES,
  type StepValues,
  scaleOf,
  type TensorSeries,
} from './dynamics-series.ts'
import type { ShownNetwork } from '../shown-network.ts'
import { NETWORK } from './texts.ts'

const TEXT = NETWORK.dynamics

/** Steps between two that are measured. */
const EVERY = 10

/** Dynamics of each layer's weights: norms, steps and cosines as sparklines. */
export function DynamicsBlock({ network: { held } }: { network: ShownNetwork }) {
  const every = useLab((state) => state.dynamicsEvery)
  const last = useLab((state) => state.run)
  const run = held === null ? null : last
  const { measureDynamics } = useActions()
  const choice = run?.request.choice ?? null
  const dynamics = run?.dynamics ?? null
  const layers = useMemo(() => (choice === null ? null : multiplying(choice)), [choice])
  const all = useMemo(
    () => (dynamics === null || layers === null ? [] : dynamicsSeries(dynamics, layers)),
    [dynamics, layers],
  )
  return (
    <Block
      id="dynamics"
      title={TEXT.title}
      side={
        <>
          <p>{TEXT.what}</p>
          <p>{every > 0 ? TEXT.on(every) : all.length > 0 ? TEXT.off : TEXT.none}</p>
          {held === null && (last?.dynamics.length ?? 0) > 0 && <p>{TEXT.elsewhere}</p>}
          <button
            type="button"
            className="button small"
            onClick={() => measureDynamics(every > 0 ? 0 : EVERY)}
          >
            {every > 0 ? TEXT.stop : TEXT.measure(EVERY)}
          </button>
        </>
      }
    >
      {all.length > 0 && <DynamicsTable all={all} />}
    </Block>
  )
}

function multiplying(choice: RecipeChoice): ReadonlySet<string> {
  const names = new Set<string>()
  walkLayers(buildNetwork(resolveRecipe(choice).network), INPUT_SHAPE, (layer) => {
    if (layer.kind === 'conv' || layer.kind === 'linear') names.add(layer.name)
  })
  return names
}

function DynamicsTable({ all }: { all: readonly TensorSeries[] }) {
  const scales = useMemo(
    () => new Map(MEASURES.map((measure) => [measure, scaleOf(all, measure)])),
    [all],
  )
  return (
    <table className="dynamics">
      <thead>
        <tr>
          <th scope="col">{TEXT.layer}</th>
          {MEASURES.map((measure) => (
            <th key={measure} scope="col">
              {TEXT.measures[measure]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {all.map(({ layer, measures }) => (
          <tr key={layer}>
            <th scope="row">{layer}</th>
            {MEASURES.map((measure) => (
              <td key={measure} data-measure={TEXT.measures[measure]}>
                <SmallCurve
                  series={measures[measure]}
                  scale={scales.get(measure) ?? null}
                  measure={measure}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const WIDTH = 132
const HEIGHT = 32

interface SmallCurveProps {
  readonly series: StepValues
  /** The common range of all layers' curves. */
  readonly scale: readonly [number, number] | null
  readonly measure: Measure
}

/** A sparkline with its last value; its label has the first and last. */
function SmallCurve({ series, scale, measure }: SmallCurveProps) {
  const known = series.flatMap(({ step, value }) => (value === null ? [] : [{ step, value }]))
  const [first, last] = [known.at(0), known.at(-1)]
  if (scale === null || first === undefined || last === undefined) {
    return <span className="second">{TEXT.unknown}</span>
  }
  const log = measure === 'effectiveStep' && scale[0] > 0
  const scaled = (value: number) => (log ? Math.log(value) : value)
  const [low, high] = scale.map(scaled)
  const x = (step: number) => (WIDTH * (step - first.step)) / Math.max(1, last.step - first.step)
  const y = (value: number) => HEIGHT - (HEIGHT * (scaled(value) - low)) / (high - low || 1)
  const points = known.map(({ step, value }) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`)
  const crossesZero = !log && scale[0] < 0 && scale[1] > 0
  return (
    <span className="small-curve">
      <svg viewBox={`-2 -2 ${WIDTH + 4} ${HEIGHT + 4}`} aria-hidden>
        {crossesZero && <line x1={0} x2={WIDTH} y1={y(0)} y2={y(0)} />}
        <polyline points={points.join(' ')} />
      </svg>
      <span className="hidden-text">{TEXT.from(TEXT.value(first.value))}</span>
      <span>{TEXT.value(last.value)}</span>
    </span>
  )
}
