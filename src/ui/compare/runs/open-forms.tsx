import { FolderOpen, Link } from 'lucide-react'
import { useRef, useState } from 'react'
import { importRuns } from '../../app/import-runs.ts'
import { useLoadRunLibrary } from '../../context/run-library-context.ts'
import { openLink } from '../../address/open-links.ts'
import { goTo } from '../../address/page-view.ts'
import { COMPARE } from '../texts.ts'
import { attempt } from '../../controls/attempt.ts'

const TEXT = COMPARE.list

/** Imports runs from a file or a link. */
export function OpenForms() {
  const load = useLoadRunLibrary()
  const [linking, setLinking] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const open = async (address: string) => {
    const hash = address.slice(Math.max(0, address.search(/#|%23/))).replace(/^%23/, '#')
    const entries = await openLink(hash, load)
    if (entries === null) return
    setLinking(false)
    goTo('compare', (parameters) => parameters.set('runs', entries[0].id))
  }
  return (
    <>
      <button type="button" className="button small" onClick={() => file.current?.click()}>
        <FolderOpen strokeWidth={1.5} aria-hidden />
        {TEXT.import}
      </button>
      <input
        ref={file}
        hidden
        type="file"
        accept=".json,application/json"
        multiple
        onChange={({ target }) => {
          attempt(() => importRuns([...(target.files ?? [])], load))
          target.value = ''
        }}
      />
      <button
        type="button"
        className="button small"
        aria-expanded={linking}
        onClick={() => setLinking(!linking)}
      >
        <Link strokeWidth={1.5} aria-hidden />
        {TEXT.openLink}
      </button>
      {linking && (
        <form
          className="link-form"
          // A form action would empty the field, even if the link cannot be read.
          onSubmit={(event) => {
            event.preventDefault()
            const link = new FormData(event.currentTarget).get('link')
            if (typeof link === 'string') attempt(() => open(link))
          }}
        >
          <input className="field" name="link" aria-label={TEXT.linkLabel} autoComplete="off" />
          <button className="button small">{TEXT.open}</button>
        </form>
      )}
    </>
  )
}
