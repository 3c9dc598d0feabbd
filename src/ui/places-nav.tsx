import type { MouseEvent } from 'react'
import { addressOf, goTo, type Place, PLACES } from './place.ts'
import { PAGE } from './texts.ts'

/** The places of the page, as links that other tabs can open too. */
export function PlacesNav({ here }: { here: Place }) {
  return (
    <nav className="places" aria-label={PAGE.places}>
      {PLACES.map((place) => (
        <a
          key={place}
          href={addressOf(place)}
          aria-current={place === here ? 'page' : undefined}
          onClick={(event) => follow(event, place)}
        >
          {PAGE.placeNames[place]}
        </a>
      ))}
    </nav>
  )
}

function follow(event: MouseEvent, place: Place): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  goTo(place)
}
