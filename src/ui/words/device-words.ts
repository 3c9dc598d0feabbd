import type { RunRecord } from '../../runs/record/record.ts'
import { PAGE } from './texts.ts'
import { isolated } from '../../errors/isolated.ts'

/** The device of a run, with a note if PyTorch trained it. */
export function deviceWords({ adapter, engine }: Pick<RunRecord, 'adapter' | 'engine'>): string {
  const device = adapter === '' ? PAGE.device.unnamed : isolated(adapter)
  return engine === 'pytorch' ? PAGE.device.inPyTorch(device) : device
}
