import { locateDataset } from '../data/node/locate.ts'
import { readDataset, type NodeDataset } from '../data/node/read-dataset.ts'

/**
 * The images that `--data` asks for: a path stands in for LAB94_DATA, `sample` is the shipped one; without it the full
 * set where it is found, else the sample. Throws DataError.
 */
export async function requestedDataset(data: string | null): Promise<NodeDataset> {
  if (data === 'sample') return readDataset('sample')
  if (data !== null) process.env.LAB94_DATA = data
  const found = await locateDataset(process.cwd())
  return readDataset(found === null ? 'sample' : 'full')
}
