import { useId } from 'react'
import { type Row, newestBySeed } from '../../../runs/history/rows.ts'
import { MAX_NAME, MAX_NOTE, type RunEntry } from '../../../runs/history/entry.ts'
import type { RunRecord } from '../../../runs/record/record.ts'
import { useRunLibrary } from '../../context/run-library-context.ts'
import { RowButtons } from './row-buttons.tsx'
import { recipeWords } from '../run-words.ts'
import { settingWords } from '../differences/setting-words.ts'
import { deviceWords } from '../../words/device-words.ts'
import { storedComparisonWords } from '../../flip/change-words.ts'
import { SeedLines } from './seed-lines.tsx'
import { COMPARE } from '../texts.ts'
import { attempt } from '../../controls/attempt.ts'
import { isolated } from '../../../errors/isolated.ts'

const TEXT = COMPARE.details

/** Details of a row's runs, with actions. */
export function RunDetails({ row }: { row: Row }) {
  const first = row.entries[row.entries.length - 1]
  const [newest] = row.entries
  return (
    <div className="run-details">
      <NameAndNote entry={first} />
      <Facts entry={newest} one={newestBySeed(row).length === 1} />
      {row.entries.length > 1 && <SeedLines entries={row.entries} />}
      <RowButtons row={row} />
    </div>
  )
}

function NameAndNote({ entry }: { entry: RunEntry }) {
  const { history } = useRunLibrary()
  const id = useId()
  return (
    <div className="run-said">
      <label htmlFor={`${id}-name`}>{TEXT.name}</label>
      <input
        id={`${id}-name`}
        className="field"
        dir="auto"
        maxLength={MAX_NAME}
        defaultValue={entry.name}
        onBlur={({ target }) => {
          if (target.value.trim() === '') target.value = entry.name
          else attempt(() => history.rename(entry.id, target.value))
        }}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') currentTarget.blur()
        }}
      />
      <label htmlFor={`${id}-note`}>{TEXT.note}</label>
      <textarea
        id={`${id}-note`}
        className="field"
        dir="auto"
        rows={1}
        maxLength={MAX_NOTE}
        defaultValue={entry.note}
        onBlur={({ target }) => attempt(() => history.setNote(entry.id, target.value))}
      />
    </div>
  )
}

function Facts({ entry, one }: { entry: RunEntry; one: boolean }) {
  const { record } = entry
  const { precisionReason, code, browser } = record
  const { trainImages, testImages, imagesFingerprint } = record
  const facts = [
    { name: TEXT.recipe, words: recipeWords(entry) },
    ...(one ? [{ name: TEXT.seed, words: String(record.seed) }] : []),
    { name: TEXT.computed, words: `${computedWords(record)}. ${isolated(precisionReason)}` },
    {
      name: TEXT.images,
      words: TEXT.imagesWords(trainImages, testImages, imagesFingerprint),
    },
    ...(entry.comparison === undefined || !one
      ? []
      : [{ name: TEXT.comparedWith, words: storedComparisonWords(record, entry.comparison) }]),
    { name: TEXT.clock, words: TEXT.clockWords(record.trainSeconds, record.wallSeconds) },
    {
      name: TEXT.code,
      words: [code, ...(browser === null ? [] : [browser])].map(isolated).join(', '),
    },
    ...(record.ending.kind === 'done' ? [] : [{ name: TEXT.ended, words: endWords(record) }]),
  ]
  return (
    <dl className="run-facts">
      {facts.map(({ name, words }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Where and how a run was computed: its device, engine and precision. */
function computedWords(record: RunRecord): string {
  const { engine, precision } = record
  const by = engine === 'pytorch' ? [] : [settingWords('engine', engine)]
  return [deviceWords(record), ...by, precision].join(', ')
}

function endWords({ ending, stepsTaken, steps }: RunRecord): string {
  switch (ending.kind) {
    case 'done':
      return ''
    case 'failed':
      return `${isolated(ending.message)} ${isolated(ending.advice)}`
    case 'stopped':
    case 'cut off':
      return TEXT.endings[ending.kind](stepsTaken, steps)
  }
}
