import { Plus, X } from 'lucide-react'
import { useId } from 'react'
import { withEpochs } from '../../../recipe/choice/adjust.ts'
import { resolveRecipe } from '../../../recipe/choice.ts'
import type { Recipe } from '../../../recipe/recipe.ts'
import type { ScheduleRecipe } from '../../../recipe/schema/schedule.ts'
import { useActions, useLab } from '../../context/lab-context.ts'
import { CustomValue } from '../knob-row.tsx'
import { SCHEDULE_FIELDS } from '../knobs.ts'
import { NumberField } from '../../controls/number-field.tsx'
import { RECIPE } from '../texts.ts'

const TEXT = RECIPE.knobs

type Knots = ScheduleRecipe['knots']

const MOST_EPOCHS = 1000
const MOST_STEPS = 1_000_000
const MOST_RATE = 100

/** How long the run is, how high its rate goes, and every knot of its piecewise-linear schedule. */
export function ScheduleFields() {
  const choice = useLab(({ setup }) => setup.choice)
  const { setFields } = useActions()
  const recipe = resolveRecipe(choice)
  const { knots } = recipe.schedule
  const peak = Math.max(...knots.map(([, value]) => value))
  const setKnots = (changed: Knots) => setFields({ 'schedule.knots': changed })
  return (
    <>
      <Length recipe={recipe} />
      <Row
        label={TEXT.peak}
        value={peak}
        step={0.05}
        min={0.001}
        max={MOST_RATE}
        onChange={(to) => setKnots(knots.map(([at, value]) => [at, rounded((value * to) / peak)]))}
      />
      <KnotTable knots={knots} unit={recipe.schedule.unit} onChange={setKnots} />
      {SCHEDULE_FIELDS.filter((path) => Object.hasOwn(choice.overrides, path)).map((path) => (
        <CustomValue key={path} path={path} title={TEXT.fields[path]} />
      ))}
    </>
  )
}

const rounded = (value: number): number => Number(value.toPrecision(6))

/** A run's length; its schedule is stretched. */
function Length({ recipe }: { recipe: Recipe }) {
  const { setFields } = useActions()
  const { count, unit } = recipe.length
  if (unit === 'steps') {
    const set = (steps: number) => setFields({ 'length.count': steps })
    return <Row label={TEXT.steps} value={count} step={1} min={1} max={MOST_STEPS} onChange={set} />
  }
  const set = (epochs: number) => {
    const { knots } = withEpochs(recipe, epochs).schedule
    setFields({ 'length.count': epochs, 'schedule.knots': knots })
  }
  return (
    <Row label={TEXT.epochs} value={count} step={0.5} min={0.1} max={MOST_EPOCHS} onChange={set} />
  )
}

interface RowProps {
  readonly label: string
  readonly value: number
  readonly step: number
  readonly min: number
  readonly max: number
  readonly onChange: (value: number) => void
}

function Row({ label, ...field }: RowProps) {
  const id = useId()
  return (
    <div className="knob-row">
      <label htmlFor={id}>{label}</label>
      <NumberField id={id} buttons={TEXT.buttons(label)} {...field} />
    </div>
  )
}

interface KnotTableProps {
  readonly knots: Knots
  readonly unit: ScheduleRecipe['unit']
  readonly onChange: (knots: Knots) => void
}

/** Positions stay in rising order, since a knot moves only between its neighbours. */
function KnotTable({ knots, unit, onChange }: KnotTableProps) {
  const gap = unit === 'epoch' ? 0.1 : 0.01
  const end = unit === 'epoch' ? MOST_EPOCHS : 1
  const setKnot = (index: number, knot: Knots[number]) => onChange(knots.with(index, knot))
  return (
    <div className="knots" role="group" aria-label={TEXT.knots}>
      <span aria-hidden>{TEXT.at[unit]}</span>
      <span aria-hidden>{TEXT.rate}</span>
      {knots.map(([at, value], i) => (
        <div key={i} className="knot">
          <NumberField
            name={TEXT.knot(i + 1, TEXT.at[unit])}
            value={at}
            step={unit === 'epoch' ? 0.5 : 0.01}
            min={i === 0 ? 0 : rounded(knots[i - 1][0] + gap)}
            max={i === knots.length - 1 ? end : rounded(knots[i + 1][0] - gap)}
            buttons={TEXT.buttons(TEXT.knot(i + 1, TEXT.at[unit]))}
            onChange={(position) => setKnot(i, [position, value])}
          />
          <NumberField
            name={TEXT.knot(i + 1, TEXT.rate)}
            value={value}
            step={0.05}
            min={0}
            max={MOST_RATE}
            buttons={TEXT.buttons(TEXT.knot(i + 1, TEXT.rate))}
            onChange={(rate) => setKnot(i, [at, rate])}
          />
          <button
            type="button"
            className="icon-button"
            aria-label={TEXT.remove(i + 1)}
            aria-disabled={knots.length < 3}
            onClick={() => knots.length > 2 && onChange(knots.toSpliced(i, 1))}
          >
            <X strokeWidth={1.5} aria-hidden />
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button small"
        onClick={() => onChange(withMiddleKnot(knots))}
      >
        <Plus strokeWidth={1.5} aria-hidden />
        {TEXT.add}
      </button>
    </div>
  )
}

/** Adds a knot in the middle of the widest gap, on the line, so that the rate doesn't change. */
function withMiddleKnot(knots: Knots): Knots {
  const gaps = knots.slice(1).map(([at], i) => at - knots[i][0])
  const widest = gaps.indexOf(Math.max(...gaps))
  if (widest === -1) return knots
  const [[fromAt, from], [toAt, to]] = knots.slice(widest)
  const middle = [rounded((fromAt + toAt) / 2), rounded((from + to) / 2)] as const
  return knots.toSpliced(widest + 1, 0, middle)
}
