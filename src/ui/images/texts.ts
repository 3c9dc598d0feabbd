import { approximateTime, bytesOf, formatBytes, formatCount, inline } from '../format.ts'

/** Where the images come from and where they are kept. */
export const IMAGES = {
  title: 'Images',
  what: 'CIFAR-10: 50,000 images to learn from and 10,000 to be tested on, 32 × 32 pixels, in ten classes. They are read here and never uploaded.',
  sources: 'Where they come from, tried in this order',
  server: { name: 'This server', files: 'the archive, unpacked into six files of 10,000 images' },
  mirror: 'two parquet files of 32 × 32 PNGs',
  file: { name: 'A file of yours', files: 'cifar-10-binary.tar.gz or its .bin files' },
  sample: {
    name: 'Shipped with the page',
    files: `${formatCount(5000)} and ${formatCount(1000)} images, for Try now`,
  },
  size: (bytes: number) => formatBytes(bytes),
  state: {
    absent: 'Not here yet; training fetches them.',
    downloading: 'Fetching.',
    importing: 'Reading your file.',
    paused: 'The download is paused; what is here stays here.',
    ready: (bytes: number, from: string | null) =>
      `All 60,000 are here, ${formatBytes(bytes)}${from === null ? '' : `, from ${from}`}.`,
    failed: 'Not complete.',
  },
  download: {
    label: 'Download',
    state: (done: number, total: number, rate: number | null, left: number | null) =>
      [
        bytesOf(done, total),
        rate === null ? null : `${formatBytes(rate)}/s`,
        left === null ? null : `about ${inline(approximateTime(left))} left`,
      ]
        .filter((part) => part !== null)
        .join(', '),
  },
  storage: {
    persistent: 'The browser keeps them until you delete them.',
    evictable: 'The browser may clear them when it runs short of space.',
    memory: 'The browser keeps nothing for this page: they are gone with this tab.',
  },
  keys: {
    download: 'Download',
    resume: 'Resume',
    pause: 'Pause',
    cancel: 'Cancel',
    delete: 'Delete',
    choose: 'Choose files',
  },
  add: 'Or drop them anywhere on this page.',
} as const
