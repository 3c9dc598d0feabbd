import { useEffect, useEffectEvent } from 'react'

/** Keys of the keyboard that act anywhere on the page. None acts in a field, under a dialog, or with a modifier. */
export function useKeys(acts: Readonly<Record<string, () => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const held = event.ctrlKey || event.metaKey || event.altKey || event.repeat
    if (!held && !isField(event.target) && !isUnderDialog()) acts[event.key.toLowerCase()]?.()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}

const isUnderDialog = () => document.querySelector('dialog[open]') !== null

/** Whether an element takes letters itself. */
function isField(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['radio', 'checkbox', 'range'].includes(target.type)
}
