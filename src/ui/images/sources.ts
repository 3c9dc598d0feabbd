/** Bytes of the shipped sample, `public/cifar-10-sample.bin.z`; a test compares. */
export const SAMPLE_BYTES = 10_499_966
