import { FolderOpen, Link } from 'lucide-react'
import { useRef, useState } from 'react'
import { importRuns } from '../import-runs.ts'
import { useLoadKeeping } from '../keeping-context.ts'
import { openLink } from '../open-links.ts'
import { COMPARE } from './texts.ts'

const TEXT = COMPARE.list

/** Brings runs from elsewhere: out of a file, or by a link. */
export function OpenForms() {
  const load = useLoadKeeping()
  const [linking, setLinking] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const open = async (address: string) => {
    const hash = address.slice(Math.max(0, address.indexOf('#'))).trim()
    if (await openLink(hash, load)) setLinking(false)
  }
  return (
    <>
      <button type="button" className="key small" onClick={() => file.current?.click()}>
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
          void importRuns([...(target.files ?? [])], load)
          target.value = ''
        }}
      />
      <button
        type="button"
        className="key small"
        aria-expanded={linking}
        onClick={() => setLinking(!linking)}
      >
        <Link strokeWidth={1.5} aria-hidden />
        {TEXT.openLink}
      </button>
      {linking && (
        <form
          className="link-form"
          action={(form) => {
            const link = form.get('link')
            if (typeof link === 'string') void open(link)
          }}
        >
          <input className="field" name="link" aria-label={TEXT.linkLabel} autoComplete="off" />
          <button className="key small">{TEXT.open}</button>
        </form>
      )}
    </>
  )
}
