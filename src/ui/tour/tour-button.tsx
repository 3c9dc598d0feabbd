import { PAGE } from '../words/texts.ts'
import { openTour, STOP_COUNT, useTour } from './position.ts'

/** Starts the tour, or resumes it. */
export function TourButton() {
  const { open, at, done } = useTour()
  if (open) return null
  return (
    <button type="button" className="word-button" onClick={openTour}>
      {at === 0 ? PAGE.tour(done) : PAGE.resumeTour(at + 1, STOP_COUNT)}
    </button>
  )
}
