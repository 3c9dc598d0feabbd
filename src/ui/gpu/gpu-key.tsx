import { Cpu } from 'lucide-react'
import { useLab } from '../lab-context.ts'
import { GPU_KEY, useGpuName } from './names.ts'
import { showGpu } from './open-gpu.ts'

/** The adapter's name, as a key to all that is known of it. */
export function GpuName() {
  const known = useLab((state) => state.adapter !== null)
  const name = useGpuName()
  if (!known) return null
  return (
    <button
      type="button"
      className="word-key"
      aria-label={GPU_KEY.open(name)}
      aria-haspopup="dialog"
      onClick={() => showGpu(true)}
    >
      {name}
    </button>
  )
}

/** The same, where there is room for a sign only. */
export function GpuIcon() {
  const label = GPU_KEY.open(useGpuName())
  return (
    <button
      type="button"
      className="icon-key wide-only"
      aria-label={label}
      title={label}
      aria-haspopup="dialog"
      onClick={() => showGpu(true)}
    >
      <Cpu strokeWidth={1.5} aria-hidden />
    </button>
  )
}
