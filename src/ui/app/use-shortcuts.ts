import { useEffect, useEffectEvent } from 'react'

/** Keyboard shortcuts for the whole page. They are off in fields, under a dialog, and with a modifier. */
export function useShortcuts(acts: Readonly<Record<string, () => void>>): void {
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

/** Whether typing goes into the element. */
function isField(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['radio', 'checkbox', 'range'].includes(target.type)
}
