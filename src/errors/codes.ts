/**
 * Every kind of error that the page and the terminal show, by the name of its class: what reports and docs/errors.md call
 * it. Codes never change their meaning, and an abandoned code is not reused.
 */
const CODES = {
  Abandoned: 'gpu-silent',
  ArgumentError: 'arguments',
  BatchTooLarge: 'batch-too-large',
  CheckpointNotStored: 'checkpoint-not-stored',
  CorruptArchiveError: 'data-damaged',
  DamagedBytes: 'link',
  DataError: 'data',
  DatabaseStuck: 'storage-stuck',
  DeviceLost: 'gpu-lost',
  Diverged: 'diverged',
  GzipError: 'data-damaged',
  TransferInterruption: 'download',
  SavedByAnotherVersion: 'checkpoint-version',
  LinkError: 'link',
  NewerDatabase: 'storage-newer',
  NotInspected: 'inspection',
  OutOfGpuMemory: 'gpu-memory',
  ProgramGone: 'program-missing',
  RecipeOptionError: 'arguments',
  RunFileError: 'run-file',
  SlowSource: 'download',
  SpecError: 'arguments',
  TarError: 'data-damaged',
  TensorFileError: 'data-damaged',
  TooSlow: 'browser-silent',
  UnfitPart: 'download',
  UnreadablePicture: 'picture',
  WebGpuUnavailable: 'no-webgpu',
  WrongKernels: 'wrong-kernels',
} as const

/** `unexpected` covers errors without their own class: bugs in lab94 or in the browser. */
export type ErrorCode = (typeof CODES)[keyof typeof CODES] | 'unexpected'

export const ERROR_CODES: readonly ErrorCode[] = [...new Set(Object.values(CODES)), 'unexpected']

const BY_NAME: ReadonlyMap<string, ErrorCode> = new Map(Object.entries(CODES))

/** The code of whatever was thrown. */
export const codeOf = (error: unknown): ErrorCode =>
  (error instanceof Error && BY_NAME.get(error.name)) || 'unexpected'
