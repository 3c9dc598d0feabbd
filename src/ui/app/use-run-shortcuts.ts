import { MAX_SEED } from '../../runs/store/setup.ts'
import { showGpu } from '../gpu/open-gpu.ts'
import { useHidden } from '../lesson/current-lesson.ts'
import { useActions, useLab } from '../context/lab-context.ts'
import { useShortcuts } from './use-shortcuts.ts'

/** Keyboard shortcuts of a run. Pausing works in every view, the others in Train only. */
export function useRunShortcuts(onTrain: { readonly toggleRecipe: () => void } | null): void {
  const run = useLab((state) => state.run)
  const { pause, resume, step, start } = useActions()
  const gpuHidden = useHidden('gpu')
  const hold = () => {
    if (run?.phase === 'running') pause()
    if (run?.phase === 'paused') resume()
  }
  const acts = onTrain && {
    s: () => {
      if (run?.phase === 'paused') step()
    },
    n: () => {
      if (run?.phase !== 'done' || run.request.seed === MAX_SEED) return
      start({ ...run.request, seed: run.request.seed + 1 })
    },
    r: onTrain.toggleRecipe,
  }
  useShortcuts({ p: hold, ...(!gpuHidden && { g: () => showGpu(true) }), ...acts })
}
