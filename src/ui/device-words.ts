import type { RunRecord } from '../runs/record/record.ts'
import { PAGE } from './texts.ts'

/** What computed a run; that PyTorch did is said, for such a run was never in a page. */
export function deviceWords({ adapter, engine }: Pick<RunRecord, 'adapter' | 'engine'>): string {
  const device = adapter === '' ? PAGE.device.unnamed : adapter
  return engine === 'pytorch' ? PAGE.device.inPyTorch(device) : device
}
