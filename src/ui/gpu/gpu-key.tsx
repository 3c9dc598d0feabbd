import { Cpu } from 'lucide-react'
import { useLab } from '../lab-context.ts'
import { GPU_KEY, gpuName } from './names.ts'
import { showGpu } from './open-gpu.ts'

/** The adapter's name, as a key to all that is known of it. */
export function GpuName() {
  const adapter = useLab((state) => state.adapter)
  if (adapter === null) return null
  const name = gpuName(adapter)
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
  const label = useLab(({ adapter }) => GPU_KEY.open(gpuName(adapter)))
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
