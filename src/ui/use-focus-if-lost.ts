import { type RefObject, useEffect, useRef } from 'react'

/** Takes the focus as the element appears, where what had it before has gone. */
export function useFocusIfLost<E extends HTMLElement>(): RefObject<E | null> {
  const ref = useRef<E>(null)
  useEffect(() => {
    if (document.activeElement === document.body) ref.current?.focus()
  }, [])
  return ref
}
