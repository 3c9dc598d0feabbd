import { type RefObject, useEffect, useRef } from 'react'

/** Focuses the element when it appears, if the previously focused one was removed. */
export function useFocusIfLost<E extends HTMLElement>(): RefObject<E | null> {
  const ref = useRef<E>(null)
  useEffect(() => {
    if (document.activeElement === document.body) ref.current?.focus()
  }, [])
  return ref
}
