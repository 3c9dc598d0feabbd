import type { AdapterReport } from '../../worker/protocol.ts'
import { useLab } from '../lab-context.ts'
import { useOwnGpuName } from './own-name.ts'

export const GPU_KEY = {
  open: (name: string) => `What computes here: ${name}`,
  title: 'This GPU',
  unknown: 'not known yet',
  processor: 'The processor',
  unnamed: 'The browser does not name this GPU.',
} as const

/** What computes: the adapter's name, what a person calls it, or what can be said instead. */
function gpuName(adapter: AdapterReport | null, own: string): string {
  if (adapter === null) return GPU_KEY.unknown
  if (adapter.name !== null) return adapter.name
  if (adapter.backend === 'cpu') return GPU_KEY.processor
  return own === '' ? GPU_KEY.unnamed : own
}

export function useGpuName(): string {
  const adapter = useLab((state) => state.adapter)
  return gpuName(adapter, useOwnGpuName())
}
