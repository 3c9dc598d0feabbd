import { ToggleLeft } from 'lucide-react'
import { showFlips } from './show-flips.ts'
import { FLIP } from './texts.ts'

/** Links from the result to the next question, below the curves. */
export const FlipsButton = () => (
  <button type="button" className="button large" onClick={showFlips}>
    <ToggleLeft strokeWidth={1.5} aria-hidden />
    {FLIP.open}
  </button>
)
