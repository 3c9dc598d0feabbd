import { approximateTime, bytesOf, formatBytes, formatCount, inline } from '../words/format.ts'

/** Where the images come from and where they are stored. */
export const IMAGES = {
  title: 'Images',
  what: 'CIFAR-10: 50,000 training images and 10,000 test images, 32 × 32 pixels, in ten classes. They’re used only in your browser and never uploaded.',
  sources: 'Sources. Downloads are tried in this order.',
  server: { name: 'This server', files: 'the archive, unpacked into six files of 10,000 images' },
  mirror: 'two parquet files of 32 × 32 PNGs',
  file: { name: 'Your own file', files: 'cifar-10-binary.tar.gz or its .bin files' },
  sample: {
    name: 'Included with the page',
    files: `${formatCount(5000)} training and ${formatCount(1000)} test images, for “Try now”`,
  },
  size: (bytes: number) => formatBytes(bytes),
  state: {
    absent: 'Not downloaded yet. Training downloads them.',
    downloading: (from: string | null) =>
      from === null ? 'Downloading.' : `Downloading from ${from}.`,
    importing: 'Reading your file.',
    paused: 'The download is paused. What has arrived is stored.',
    ready: (bytes: number, from: string | null) =>
      `All 60,000 images are ready (${formatBytes(bytes)}${from === null ? '' : `, from ${from}`}).`,
    failed: 'Incomplete.',
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
    evictable: 'The browser may delete them when it runs low on space.',
    memory: 'The browser stores nothing for this page, so they are lost when you close this tab.',
  },
  buttons: {
    download: 'Download',
    resume: 'Resume',
    pause: 'Pause',
    cancel: 'Cancel',
    delete: 'Delete',
    source: (title: string) => `Use ${title.replace(/^The /, 'the ')}`,
    choose: 'Choose files',
  },
  add: 'Or drop them anywhere on this page.',
} as const
