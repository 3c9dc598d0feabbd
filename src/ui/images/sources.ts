/** Bytes of the official archive, `cifar-10-binary.tar.gz`. */
export const ARCHIVE_BYTES = 170_052_171

/** Bytes of the shipped sample, `public/cifar-10-sample.bin.z`. */
export const SAMPLE_BYTES = 10_499_966
