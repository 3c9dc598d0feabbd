import { Download, IdCard, Play, Repeat, SlidersHorizontal, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { repeatRequests } from '../../experiments/experiment.ts'
import type { RunEntry } from '../../runs/history/entry.ts'
import type { Row } from '../../runs/history/rows.ts'
import { engineHere } from '../../runs/record/record.ts'
import type { RunRequest } from '../../runs/run.ts'
import { CopyKey } from '../copy-key.tsx'
import { useActions } from '../lab-context.ts'
import { useKeeping } from '../keeping-context.ts'
import { linkTo } from '../link-to.ts'
import { saveCard } from '../picture/save-card.ts'
import { goTo } from '../place.ts'
import { NumberField } from '../number-field.tsx'
import { COMPARE } from './texts.ts'
import { useExport } from './use-export.ts'
import { useStartOrQueue } from './use-start-or-queue.ts'

const TEXT = COMPARE.details

/** Seeds that can be asked for at once. */
const MOST_SEEDS = 50

export const settingsOf = ({ record }: RunEntry): Omit<RunRequest, 'seed'> => ({
  choice: record.choice,
  dataset: record.dataset,
  engine: engineHere(record),
})

/** What can be done with the runs of a row. */
export function RowKeys({ row }: { row: Row }) {
  const { history, queue } = useKeeping()
  const { adopt } = useActions()
  const exporting = useExport()
  const startOrQueue = useStartOrQueue()
  const [count, setCount] = useState(4)
  const [newest] = row.entries
  const used = row.entries.map(({ record }) => record.seed)
  const repeat = () => queue.add(repeatRequests(settingsOf(newest), used, count))
  const useRecipe = () => {
    adopt({ ...settingsOf(newest), seed: newest.record.seed })
    goTo('train')
  }
  return (
    <div className="row-keys">
      <CopyKey done={TEXT.copied} text={() => linkTo(history, newest)}>
        {TEXT.copyLink}
      </CopyKey>
      <button type="button" className="key small" onClick={() => void saveCard(newest)}>
        <IdCard strokeWidth={1.5} aria-hidden />
        {TEXT.card}
      </button>
      <button
        type="button"
        className="key small"
        onClick={() => void exporting.json(row.entries, newest.name)}
      >
        <Download strokeWidth={1.5} aria-hidden />
        {TEXT.json}
      </button>
      <button
        type="button"
        className="key small"
        onClick={() => void exporting.csv(row.entries, newest.name)}
      >
        <Download strokeWidth={1.5} aria-hidden />
        {TEXT.csv}
      </button>
      <button
        type="button"
        className="key small"
        onClick={() => startOrQueue({ ...settingsOf(newest), seed: newest.record.seed })}
      >
        <Play strokeWidth={1.5} aria-hidden />
        {TEXT.runAgain}
      </button>
      <button type="button" className="key small" onClick={useRecipe}>
        <SlidersHorizontal strokeWidth={1.5} aria-hidden />
        {TEXT.useRecipe}
      </button>
      <span className="repeat">
        <NumberField
          name={TEXT.repeatCount}
          value={count}
          step={1}
          min={1}
          max={MOST_SEEDS}
          keys={COMPARE.seedKeys}
          onChange={setCount}
        />
        <button type="button" className="key small" onClick={repeat}>
          <Repeat strokeWidth={1.5} aria-hidden />
          {TEXT.repeat(count)}
        </button>
      </span>
      <button
        type="button"
        className="key small"
        onClick={() => void history.remove(row.entries.map(({ id }) => id))}
      >
        <Trash2 strokeWidth={1.5} aria-hidden />
        {row.entries.length === 1 ? TEXT.remove : TEXT.removeAll(row.entries.length)}
      </button>
    </div>
  )
}
