import type { DatasetName } from '../../data/datasets.ts'
import { locateDataset } from '../../data/node/locate.ts'
import { readDataset, type NodeDataset } from '../../data/node/read-dataset.ts'

/**
 * The images of `--data`: a path overrides LAB94_DATA, `sample` is the shipped sample. The default is the full set if found,
 * otherwise the sample. Throws DataError.
 */
export async function requestedDataset(data: string | null): Promise<NodeDataset> {
  if (data === 'sample') return readDataset('sample')
  if (data !== null) return namedDataset('full', data)
  const found = await locateDataset(process.cwd())
  return readDataset(found === null ? 'sample' : 'full')
}

/** The full set (a path overrides LAB94_DATA) or the shipped sample. Throws DataError if not found. */
export async function namedDataset(name: DatasetName, path: string | null): Promise<NodeDataset> {
  if (path !== null) process.env.LAB94_DATA = path
  return readDataset(name)
}
