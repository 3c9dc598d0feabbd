import { useEffect, useEffectEvent } from 'react'
import { MAX_SEED } from '../runs/setup.ts'
import { useActions, useLab } from './lab-context.ts'

/** Keys of the keyboard for what is done often. None acts in a field, or with a modifier. */
export function useRunKeys({ toggleRecipe }: { toggleRecipe: () => void }): void {
  const run = useLab((state) => state.run)
  const { pause, resume, step, start } = useActions()
  const acts: Readonly<Record<string, () => void>> = {
    p: () => {
      if (run?.phase === 'running') pause()
      if (run?.phase === 'paused') resume()
    },
    s: () => {
      if (run?.phase === 'paused') step()
    },
    n: () => {
      if (run?.phase !== 'done' || run.request.seed === MAX_SEED) return
      start({ ...run.request, seed: run.request.seed + 1 })
    },
    r: toggleRecipe,
  }
  const press = useEffectEvent((event: KeyboardEvent) => {
    const held = event.ctrlKey || event.metaKey || event.altKey || event.repeat
    const inField = event.target instanceof HTMLInputElement && event.target.type !== 'radio'
    if (!held && !inField) acts[event.key.toLowerCase()]?.()
  })
  useEffect(() => {
    const listener = (event: KeyboardEvent) => press(event)
    window.addEventListener('keydown', listener)
    return () => window.removeEventListener('keydown', listener)
  }, [])
}
