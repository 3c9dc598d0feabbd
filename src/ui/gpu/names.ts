import type { AdapterReport } from '../../worker/protocol.ts'

export const GPU_KEY = {
  open: (name: string) => `What computes here: ${name}`,
  title: 'This GPU',
  unknown: 'not known yet',
  processor: 'The processor',
  unnamed: 'The browser does not name this GPU.',
} as const

/** What computes: the adapter's name, or what can be said instead. */
export function gpuName(adapter: AdapterReport | null): string {
  if (adapter === null) return GPU_KEY.unknown
  return adapter.name ?? (adapter.backend === 'cpu' ? GPU_KEY.processor : GPU_KEY.unnamed)
}
