import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a test changes or measures for its whole process: modules, globals, clocks, the environment, time and memory. */
const SHARED = [
  /\bvi\.(mock|doMock|resetModules|stubGlobal|stubEnv|useFakeTimers|spyOn)\b/,
  /\bprocess\.(env|chdir|cpuUsage|memoryUsage)\b/,
  /fake-indexeddb|testing\/fuzz/,
  /\btf\.memory\b/,
]

/**
 * The unit tests that must not share a process with others. The others share one, and load each module only once.
 *
 * @param {string} root
 * @param {readonly string[]} folders
 * @returns {string[]} paths relative to the root
 */
export const isolatedTests = (root, folders) =>
  folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
        join(folder, path).replaceAll('\\', '/'),
      ),
    )
    .filter((path) => /\.test\.tsx?$/.test(path))
    .filter((path) => needsIsolation(readFileSync(join(root, path), 'utf8')))

/**
 * @param {string} source of a test
 */
export const needsIsolation = (source) => SHARED.some((pattern) => pattern.test(source))
