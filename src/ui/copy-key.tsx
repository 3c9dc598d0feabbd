import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { copyText } from './copy.ts'
import { PAGE } from './texts.ts'
import { useKeys } from './use-keys.ts'

interface CopyKeyProps {
  readonly className?: string
  readonly children: string
  /** What it says once the text is on the clipboard. */
  readonly done: string
  readonly text: () => Promise<string> | string
  /** The letter that does the same from anywhere on the page. */
  readonly letter?: string
}

/** Copies a text; where the browser does not let it, shows the text to be copied by hand. */
export function CopyKey({ className = 'key small', children, done, text, letter }: CopyKeyProps) {
  const [state, setState] = useState<{ copied: boolean; text: string } | null>(null)
  const copy = async () => {
    const made = await text()
    setState({ copied: await copyText(made), text: made })
  }
  useKeys(letter === undefined ? {} : { [letter]: () => void copy() })
  const copied = state?.copied === true
  const Icon = copied ? Check : Copy
  return (
    <>
      <button type="button" className={className} onClick={() => void copy()}>
        <Icon strokeWidth={1.5} aria-hidden />
        {copied ? done : children}
      </button>
      {state !== null && !state.copied && (
        <input
          className="by-hand"
          readOnly
          aria-label={PAGE.copyByHand}
          value={state.text}
          ref={(field) => field?.select()}
        />
      )}
    </>
  )
}
