import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { copyText } from './copy.ts'
import { PAGE } from '../words/texts.ts'
import { useShortcuts } from '../app/use-shortcuts.ts'
import { attempt } from './attempt.ts'

interface CopyButtonProps {
  readonly className?: string
  readonly children: string
  /** Shown once the text is on the clipboard. */
  readonly done: string
  readonly text: () => Promise<string> | string
  /** Keyboard shortcut for the whole page. */
  readonly letter?: string
}

/** Copies a text; if the browser refuses, shows the text to copy manually. */
export function CopyButton({
  className = 'button small',
  children,
  done,
  text,
  letter,
}: CopyButtonProps) {
  const [state, setState] = useState<{ copied: boolean; text: string } | null>(null)
  const copy = async () => {
    const made = await text()
    setState({ copied: await copyText(made), text: made })
  }
  useShortcuts(letter === undefined ? {} : { [letter]: () => attempt(copy) })
  const copied = state?.copied === true
  const Icon = copied ? Check : Copy
  return (
    <>
      <button type="button" className={className} onClick={() => attempt(copy)}>
        <Icon strokeWidth={1.5} aria-hidden />
        {copied ? done : children}
      </button>
      {state !== null && !state.copied && (
        <input
          className="manual-copy"
          readOnly
          aria-label={PAGE.copyYourself}
          value={state.text}
          ref={(field) => field?.select()}
        />
      )}
    </>
  )
}
