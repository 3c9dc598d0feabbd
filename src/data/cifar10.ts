import { IMAGE_BYTES } from './records.ts'

/** A record of the binary version: a label byte, then the image. */
export const RECORD_BYTES = 1 + IMAGE_BYTES

export const RECORDS_PER_FILE = 10_000

export const FILE_BYTES = RECORDS_PER_FILE * RECORD_BYTES

export const ARCHIVE_NAME = 'cifar-10-binary.tar.gz'

/** URL of the official archive. It sends no CORS headers, so pages can't fetch it. */
export const ARCHIVE_URL = `https://www.cs.toronto.edu/~kriz/${ARCHIVE_NAME}`

/** Folder inside the archive. */
export const ARCHIVE_FOLDER = 'cifar-10-batches-bin'

/** The data set's files in order, with the SHA-256 of the official ones. */
export const DATA_FILES = [
  {
    name: 'data_batch_1.bin',
    split: 'train',
    officialSha256: 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5',
  },
  {
    name: 'data_batch_2.bin',
    split: 'train',
    officialSha256: 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed',
  },
  {
    name: 'data_batch_3.bin',
    split: 'train',
    officialSha256: 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67',
  },
  {
    name: 'data_batch_4.bin',
    split: 'train',
    officialSha256: '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48',
  },
  {
    name: 'data_batch_5.bin',
    split: 'train',
    officialSha256: '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add',
  },
  {
    name: 'test_batch.bin',
    split: 'test',
    officialSha256: '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b',
  },
] as const

export type DataFileName = (typeof DATA_FILES)[number]['name']

export const DATA_FILE_NAMES: readonly DataFileName[] = DATA_FILES.map((file) => file.name)

/** The split that a file belongs to. */
export const splitOf = (name: DataFileName): 'train' | 'test' =>
  name === 'test_batch.bin' ? 'test' : 'train'

/** All six files, in bytes. */
export const DATASET_BYTES = DATA_FILES.length * FILE_BYTES

export function isDataFileName(name: string): name is DataFileName {
  return DATA_FILES.some((file) => file.name === name)
}

/** Whether these bytes match the official file. */
export function isOfficial(name: DataFileName, sha256: string): boolean {
  return DATA_FILES.some((file) => file.name === name && file.officialSha256 === sha256)
}
