// Sums in double precision.

/** Adds up the `parts` equal stretches that a kernel's output consists of. */
export const sumOfParts =
  (parts: number) =>
  (numbers: ArrayLike<number>): Float64Array => {
    const sum = new Float64Array(numbers.length / parts)
    for (let i = 0; i < numbers.length; i++) sum[i % sum.length] += numbers[i]
    return sum
  }
