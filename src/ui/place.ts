import { useSyncExternalStore } from 'react'
import { changeQuery } from './address.ts'

/** What the page is made of, in the order of its head. */
export const PLACES = ['train', 'compare', 'inside'] as const

export type Place = (typeof PLACES)[number]

const PARAMETER = 'place'

function placeOf(search: string): Place {
  const asked = new URLSearchParams(search).get(PARAMETER)
  return PLACES.find((place) => place === asked) ?? PLACES[0]
}

/** The address of a place, with all else in it as it is. */
export function addressOf(place: Place): string {
  const parameters = new URLSearchParams(location.search)
  setPlace(parameters, place)
  const text = parameters.toString()
  return text === '' ? location.pathname : `?${text}`
}

function setPlace(parameters: URLSearchParams, place: Place): void {
  if (place === PLACES[0]) parameters.delete(PARAMETER)
  else parameters.set(PARAMETER, place)
}

/** Goes to a place; the browser's back key leads back. `change` may set what the place is to show. */
export function goTo(place: Place, change: (parameters: URLSearchParams) => void = () => {}): void {
  changeQuery((parameters) => {
    setPlace(parameters, place)
    change(parameters)
  }, 'push')
  dispatchEvent(new PopStateEvent('popstate'))
}

/** Calls back whenever the address was changed by `goTo` or by the browser's back and forward keys. */
export function onAddress(changed: () => void): () => void {
  addEventListener('popstate', changed)
  return () => removeEventListener('popstate', changed)
}

/** The place that the address names. */
export const usePlace = (): Place => useSyncExternalStore(onAddress, () => placeOf(location.search))
