import { useState } from 'react'
import { EXPLANATIONS } from '../../../recipe/explanations.ts'
import type { ToggleName } from '../../../recipe/toggles.ts'
import { RECIPE } from '../texts.ts'

/** A trick's effect in a line and, on demand, why it helps, measurements and sources. */
export function ToggleExplanation({ name, id }: { name: ToggleName; id: string }) {
  const [open, setOpen] = useState(false)
  const { line, paragraph, part, source } = EXPLANATIONS[name]
  return (
    <div className="explanation">
      <p id={id}>
        {line}{' '}
        <button
          type="button"
          className="word-button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {open ? RECIPE.toggles.less : RECIPE.toggles.more}
        </button>
      </p>
      {open && (
        <p>
          {paragraph}{' '}
          <a href={source} target="_blank" rel="noreferrer">
            {RECIPE.toggles.source(part)}
          </a>
        </p>
      )}
    </div>
  )
}
