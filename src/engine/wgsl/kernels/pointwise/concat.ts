import type { Kernel, StorageType } from '../../codegen/kernel.ts'
import { storedVector } from '../../codegen/storage.ts'
import { elementwise } from '../../codegen/elementwise.ts'

/** A range of channels among all that pixels have, each count a multiple of 4. */
export interface ChannelRange {
  /** Pixels of all images. */
  readonly rows: number
  readonly storage: StorageType
  readonly offset: number
  readonly channels: number
  readonly total: number
}

/** y[row][offset + c] = x[row][c]: one branch's part of joined channels. x [rows, channels], y [rows, total]. */
export const concatCopy = (range: ChannelRange): Kernel =>
  copyChannels(range, { label: 'concatCopy', from: 'x', to: 'y', writesAll: true })

/** dx[row][c] = dy[row][offset + c]: the gradient of one branch. dy [rows, total], dx [rows, channels]. */
export const sliceChannels = (range: ChannelRange): Kernel =>
  copyChannels(range, { label: 'sliceChannels', from: 'dy', to: 'dx', writesAll: false })

interface ChannelCopy {
  readonly label: string
  readonly from: string
  readonly to: string
  /** Whether the destination has all channels, else the source has. */
  readonly writesAll: boolean
}

function copyChannels(range: ChannelRange, { label, from, to, writesAll }: ChannelCopy): Kernel {
  const { rows, storage, offset, channels, total } = range
  if ([offset, channels, total].some((count) => count % 4 !== 0)) {
    throw new RangeError(
      `A concatenation needs multiples of 4 channels, not ${channels} at ${offset} of ${total}.`,
    )
  }
  const element = storedVector(storage)
  const [part, all] = [(rows * channels) / 4, (rows * total) / 4]
  const inAll = `i / ${channels / 4}u * ${total / 4}u + i % ${channels / 4}u + ${offset / 4}u`
  return elementwise({
    label: `${label} ${rows}x${channels} at ${offset} of ${total} ${storage}`,
    storage,
    buffers: [
      { name: from, access: 'read', element, count: writesAll ? part : all },
      { name: to, access: 'readWrite', element, count: writesAll ? all : part },
    ],
    invocations: part,
    body: writesAll ? `\n  ${to}[${inAll}] = ${from}[i];` : `\n  ${to}[i] = ${from}[${inAll}];`,
  })
}
