import { Download, IdCard, Play, Repeat, SlidersHorizontal, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { repeatRequests } from '../../../experiments/experiment.ts'
import type { RunEntry } from '../../../runs/history/entry.ts'
import { type Row, newestBySeed } from '../../../runs/history/rows.ts'
import { engineHere } from '../../../runs/record/record.ts'
import type { RunRequest } from '../../../runs/run.ts'
import { CopyButton } from '../../controls/copy-button.tsx'
import { useActions } from '../../context/lab-context.ts'
import { useRunLibrary } from '../../context/run-library-context.ts'
import { linkedSeeds, linkToRow } from '../../address/link-to.ts'
import { loadAndSaveCard } from '../../picture/load-card.ts'
import { goTo } from '../../address/page-view.ts'
import { NumberField } from '../../controls/number-field.tsx'
import { COMPARE } from '../texts.ts'
import { useExport } from './use-export.ts'
import { useStartOrQueue } from '../queue/use-start-or-queue.ts'
import { attempt } from '../../controls/attempt.ts'

const TEXT = COMPARE.details

/** Most seeds to queue at once. */
const MOST_SEEDS = 50

export const settingsOf = ({ record }: RunEntry): Omit<RunRequest, 'seed'> => ({
  choice: record.choice,
  dataset: record.dataset,
  engine: engineHere(record),
})

/** The actions on the runs of a row. */
export function RowButtons({ row }: { row: Row }) {
  const { history, queue } = useRunLibrary()
  const { adopt } = useActions()
  const exporting = useExport()
  const startOrQueue = useStartOrQueue()
  const [count, setCount] = useState(4)
  const [newest] = row.entries
  const seeds = newestBySeed(row).length
  const linked = linkedSeeds(row).length
  const used = row.entries.map(({ record }) => record.seed)
  const repeat = () => queue.add(repeatRequests(settingsOf(newest), used, count))
  const useRecipe = () => {
    adopt({ ...settingsOf(newest), seed: newest.record.seed })
    goTo('train')
  }
  return (
    <div className="row-buttons">
      <CopyButton done={TEXT.copied} text={() => linkToRow(history, row)}>
        {seeds === 1 ? TEXT.copyLink : TEXT.copyLinkOf(linked, seeds)}
      </CopyButton>
      <button
        type="button"
        className="button small"
        onClick={() => attempt(() => loadAndSaveCard(row))}
      >
        <IdCard strokeWidth={1.5} aria-hidden />
        {seeds === 1 ? TEXT.card : TEXT.cardOf(seeds)}
      </button>
      <button
        type="button"
        className="button small"
        onClick={() => attempt(() => exporting.json(row.entries, newest.name))}
      >
        <Download strokeWidth={1.5} aria-hidden />
        {TEXT.json}
      </button>
      <button
        type="button"
        className="button small"
        onClick={() => attempt(() => exporting.csv(row.entries, newest.name))}
      >
        <Download strokeWidth={1.5} aria-hidden />
        {TEXT.csv}
      </button>
      <button
        type="button"
        className="button small"
        onClick={() => startOrQueue({ ...settingsOf(newest), seed: newest.record.seed }, newest)}
      >
        <Play strokeWidth={1.5} aria-hidden />
        {TEXT.runAgain}
      </button>
      <button type="button" className="button small" onClick={useRecipe}>
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
          buttons={COMPARE.seedButtons}
          onChange={setCount}
        />
        <button type="button" className="button small" onClick={repeat}>
          <Repeat strokeWidth={1.5} aria-hidden />
          {TEXT.repeat(count)}
        </button>
      </span>
      <button
        type="button"
        className="button small"
        onClick={() => attempt(() => history.remove(row.entries.map(({ id }) => id)))}
      >
        <Trash2 strokeWidth={1.5} aria-hidden />
        {row.entries.length === 1 ? TEXT.remove : TEXT.removeAll(row.entries.length)}
      </button>
    </div>
  )
}
