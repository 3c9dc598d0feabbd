import type { AdapterReport } from '../../worker/protocol.ts'
import { useLab } from '../context/lab-context.ts'
import { useOwnGpuName } from './own-name.ts'

export const GPU_NAME_TEXT = {
  open: (name: string) => `Show details of this GPU: ${name}`,
  title: 'This GPU',
  unknown: 'not detected yet',
  processor: 'The CPU',
  unnamed: 'Unnamed GPU',
} as const

/** The adapter's name; if the browser reports none, the visitor's. */
function gpuName(adapter: AdapterReport | null, own: string): string {
  if (adapter === null) return GPU_NAME_TEXT.unknown
  if (adapter.name !== null) return adapter.name
  if (adapter.backend === 'cpu') return GPU_NAME_TEXT.processor
  return own === '' ? GPU_NAME_TEXT.unnamed : own
}

export function useGpuName(): string {
  const adapter = useLab((state) => state.adapter)
  return gpuName(adapter, useOwnGpuName())
}
