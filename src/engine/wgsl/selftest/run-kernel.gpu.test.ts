import { beforeAll, describe, expect, it } from 'vitest'
import { openTestDevice } from '../testing/device.ts'
import { near, type ExpectedOutput } from './kernel-case.ts'
import { runCase } from './run-case.ts'
import { runKernel } from './run-kernel.ts'
import { smallKernel } from '../testing/small-kernel.ts'

let device: GPUDevice
beforeAll(async () => {
  device = await openTestDevice()
})

const x = Float32Array.of(1, 2, 3, 4)

describe('running a kernel', () => {
  it('reads results back, with unwritten values as NaN', async () => {
    const { y } = await runKernel(device, smallKernel(3, 'y[i] = 2 * x[i];'), { x })
    expect([...new Float32Array(y)]).toEqual([2, 4, 6, NaN])
  })

  it('runs several cases concurrently, and reports errors to the right one', async () => {
    const runs = [
      runKernel(device, smallKernel(4, 'y[i] = 2 * x[i];'), { x }),
      runKernel(device, smallKernel(4, 'y[i] = z;'), { x }),
      runKernel(device, smallKernel(4, 'y[i] = 3 * x[i];'), { x }),
    ]
    const [first, wrong, last] = await Promise.allSettled(runs)
    expect([first.status, wrong.status, last.status]).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    await expect(runs[1]).rejects.toThrow(/small kernel.*unresolved value 'z'/)
  })

  it('names the buffer that is missing or too short', async () => {
    const kernel = smallKernel(4, 'y[i] = 2 * x[i];')
    await expect(runKernel(device, kernel, {})).rejects.toThrow(/no input for x/)
    const short = runKernel(device, kernel, { x: x.subarray(1) })
    await expect(short).rejects.toThrow(/x needs 16 bytes/)
  })
})

describe('a self-test case', () => {
  const doubled = [near('y', [2, 4, 6, 8])]
  const run = (statement: string, expected: readonly ExpectedOutput[], written = 4) =>
    runCase(
      device,
      {
        kernel: 'small',
        name: 'a case',
        storage: 'f32',
        problem: () => ({ kernel: smallKernel(written, statement), inputs: { x }, expected }),
      },
      1,
    )

  it('passes if outputs are within the tolerance', async () => {
    const result = await run('y[i] = 2.000002 * x[i];', doubled)
    expect(result).toMatchObject({ passed: true, problem: null, tolerance: 1e-5 })
    expect(result.error).toBeCloseTo(1e-6, 7)
  })

  it.each([
    [
      'wrong',
      'y[i] = 2.0001 * x[i];',
      doubled,
      4,
      /y is off by 5\.\de-5; the tolerance is 0\.00001/,
    ],
    ['not all written', 'y[i] = 2 * x[i];', doubled, 3, /y is off by NaN/],
    ['refused by the device', 'y[i] = z;', doubled, 4, /unresolved value 'z'/],
    ['not spoken of', 'y[i] = x[i];', [], 4, /No expected values for y/],
  ] as const)('fails where an output is %s', async (_, statement, expected, written, problem) => {
    const result = await run(statement, expected, written)
    expect(result.passed).toBe(false)
    expect(result.problem).toMatch(problem)
  })
})
