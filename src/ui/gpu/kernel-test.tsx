import { ListChecks, Square } from 'lucide-react'
import { freshSeed } from '../../random/fresh-seed.ts'
import type { KernelTest } from '../../runs/inspection/kernel-test.ts'
import { useActions, useLab } from '../context/lab-context.ts'
import { GPU } from './texts.ts'

const TEXT = GPU.kernels

/** Starts the kernel test on this GPU and shows its result. */
export function KernelTestSection() {
  const test = useLab((state) => state.kernelTest)
  const { testKernels, stopKernelTest } = useActions()
  const running = test?.phase === 'running'
  const Icon = running ? Square : ListChecks
  return (
    <>
      <p>{TEXT.what}</p>
      <button
        type="button"
        className="button small"
        onClick={running ? stopKernelTest : () => testKernels(freshSeed())}
      >
        <Icon strokeWidth={1.5} aria-hidden />
        {running ? TEXT.stop : test === null ? TEXT.start : TEXT.again}
      </button>
      <p role="status">{test !== null && stateWords(test)}</p>
      {test !== null && test.wrong.length > 0 && (
        <ul className="wrong">
          {test.wrong.map(({ kernel, storage, name, problem }) => (
            <li key={`${kernel} ${storage} ${name}`}>
              <b>
                {kernel} {storage}, {name}
              </b>
              <br />
              {problem}
            </li>
          ))}
        </ul>
      )}
      {test !== null && test.cases !== null && !running && (
        <p className="second">{notesOf(test)}</p>
      )}
    </>
  )
}

function stateWords({ phase, cases, passed, wrong, refusal }: KernelTest): string {
  if (phase === 'refused') return refusal ?? ''
  if (cases === null) return TEXT.starting
  const done = passed + wrong.length
  switch (phase) {
    case 'running':
      return TEXT.running(done, cases)
    case 'complete':
      return wrong.length === 0 ? TEXT.passed(cases) : TEXT.wrong(wrong.length, cases)
    case 'stopped':
      return TEXT.stopped(done, cases)
    case 'failed':
      return TEXT.failed
  }
}

/** The seed, to repeat the test, and what was skipped. */
const notesOf = ({ seed, skipped }: KernelTest): string =>
  [
    TEXT.seed(seed),
    ...(['f16', 'subgroups', 'slow'] as const).flatMap((why) =>
      skipped[why] === 0 ? [] : [TEXT.skipped[why](skipped[why])],
    ),
  ].join(' ')
