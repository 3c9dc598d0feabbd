import { MAX_SEED } from '../runs/setup.ts'
import { showGpu } from './gpu/open-gpu.ts'
import { useActions, useLab } from './lab-context.ts'
import { useKeys } from './use-keys.ts'

/** The keys of a run, on the place where it is seen; pausing works on every place. */
export function useRunKeys(onTrain: { readonly toggleRecipe: () => void } | null): void {
  const run = useLab((state) => state.run)
  const { pause, resume, step, start } = useActions()
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
  useKeys({ p: hold, g: () => showGpu(true), ...acts })
}
