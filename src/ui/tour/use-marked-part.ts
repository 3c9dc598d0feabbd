import { useEffect } from 'react'

/** Marks the part of the page that a stop is about and scrolls to it, as soon as it is there. */
export function useMarkedPart(selector: string): void {
  useEffect(() => {
    let marked: Element | null = null
    const mark = () => {
      const part = document.querySelector(selector)
      if (part === null || part === marked) return
      marked?.removeAttribute('data-tour')
      marked = part
      part.setAttribute('data-tour', '')
      part.scrollIntoView({ block: 'start' })
    }
    // Views and their parts load lazily, and may be re-rendered.
    const observer = new MutationObserver(mark)
    observer.observe(document.body, { childList: true, subtree: true })
    mark()
    return () => {
      observer.disconnect()
      marked?.removeAttribute('data-tour')
    }
  }, [selector])
}
