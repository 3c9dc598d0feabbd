/** Anything that computes may import these. */
const BELOW_ENGINES = ['random', 'recipe', 'data', 'model', 'engine']

/** The folders of `engine/wgsl` in the order in which a recipe becomes GPU work: each may import the ones before it. */
const WGSL_FOLDERS = [
  'codegen',
  'kernels',
  'plan',
  'runtime',
  'tuning',
  'verify',
  'inspection',
  'selftest',
]

const wgslFolders = Object.fromEntries(
  WGSL_FOLDERS.map((folder, i) => {
    const before = WGSL_FOLDERS.slice(0, i).map((other) => `engine/wgsl/${other}`)
    return [`engine/wgsl/${folder}`, { may: [...BELOW_ENGINES, ...before] }]
  }),
)

/** All of `engine/wgsl`. */
const WGSL = ['engine/wgsl', ...Object.keys(wgslFolders)]

/** What an engine is and what it reports; no engine itself. */
const ENGINE_RESULTS = [
  'engine/engine.ts',
  'engine/inspection/dynamics.ts',
  'engine/inspection/profile.ts',
  'engine/inspection/activations.ts',
]

/**
 * The direction of imports under `src/`: each folder and what it may import besides itself, in the order of the data flow.
 * A file belongs to the deepest folder that the table names. `may` lists folders or single files.
 *
 * @type {Readonly<Record<string, { readonly may: readonly string[] }>>}
 */
export const FOLDERS = {
  random: { may: [] },
  errors: { may: [] },
  waiting: { may: [] },
  'trusted-types': { may: [] },
  storage: { may: ['waiting'] },
  recipe: { may: ['random'] },
  data: { may: ['random', 'errors', 'waiting', 'trusted-types', 'storage', 'recipe'] },
  'data/node': { may: ['random', 'recipe', 'data'] },
  model: { may: ['random', 'recipe', 'data'] },
  engine: { may: ['random', 'waiting', 'recipe', 'data', 'model'] },
  ...wgslFolders,
  'engine/wgsl': { may: [...BELOW_ENGINES, ...Object.keys(wgslFolders)] },
  'engine/tfjs': { may: ['random', 'recipe', 'data', 'model', 'engine'] },
  trainer: { may: ['random', 'errors', 'recipe', 'data', 'model', 'engine'] },
  worker: {
    may: [
      'random',
      'errors',
      'waiting',
      'trusted-types',
      'storage',
      'recipe',
      'data',
      'model',
      'engine',
      ...WGSL,
      'engine/tfjs',
      'trainer',
    ],
  },
  headless: {
    may: [
      'random',
      'errors',
      'recipe',
      'data',
      'data/node',
      'model',
      'engine',
      ...WGSL,
      'engine/tfjs',
      'trainer',
    ],
  },
  'headless/sweep': { may: ['errors', 'recipe', 'data', 'engine', 'trainer', 'headless', 'runs'] },
  runs: {
    may: [
      'random',
      'errors',
      'waiting',
      'storage',
      'recipe',
      'data',
      'model',
      ...ENGINE_RESULTS,
      'trainer',
      'worker/protocol.ts',
      'worker/inspection/inspection-protocol.ts',
      'worker/client.ts',
    ],
  },
  experiments: {
    may: ['random', 'errors', 'recipe', 'data', 'model', ...ENGINE_RESULTS, 'trainer', 'runs'],
  },
  hosting: { may: ['data', 'trusted-types'] },
  'hosting/node': { may: ['data', 'hosting'] },
  ui: {
    may: [
      'random',
      'errors',
      'recipe',
      'data',
      'model',
      ...ENGINE_RESULTS,
      'trainer',
      'worker/protocol.ts',
      'worker/inspection/inspection-protocol.ts',
      'worker/client.ts',
      'hosting',
      'runs',
      'experiments',
    ],
  },
}

/**
 * Packages that tie code to a browser, a GPU or Node, and the folders that may import them. A name that ends in `/` or
 * `:` matches all names that start with it. All other packages may be imported anywhere.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const TIED_PACKAGES = {
  react: ['ui'],
  'react-dom': ['ui'],
  'radix-ui': ['ui'],
  recharts: ['ui'],
  'lucide-react': ['ui'],
  zustand: ['runs', 'experiments', 'ui'],
  idb: ['storage', 'data', 'runs', 'worker'],
  '@tensorflow/': ['engine/tfjs'],
  webgpu: ['headless'],
  'node:': ['data/node', 'hosting/node', 'headless', 'headless/sweep'],
}

/** Files that may import anything: tests, folders of test code, and the page's entry. */
const UNBOUND = /(\.test\.tsx?$|(^|\/)testing\/|^main\.tsx$)/

/**
 * Why a file may not import another, or null if it may.
 *
 * @param {string} from the importing file, relative to `src/`
 * @param {string} to the imported file, relative to `src/`
 */
export function forbiddenFile(from, to) {
  const [here, there] = [folderOf(from), folderOf(to)]
  if (UNBOUND.test(from) || here === there || there === null) return null
  if (here === null) return `src/${from} is in no folder that scripts/lint/import-rules.mjs names.`
  const { may } = FOLDERS[here]
  if (may.includes(there) || may.includes(to)) return null
  return `src/${here} may not import src/${to}. Imports go in one direction: see scripts/lint/import-rules.mjs.`
}

/**
 * Why a file may not import a package, or null if it may.
 *
 * @param {string} from the importing file, relative to `src/`
 * @param {string} specifier as written in the import
 */
export function forbiddenPackage(from, specifier) {
  const tied = Object.keys(TIED_PACKAGES).find((name) =>
    /[/:]$/.test(name)
      ? specifier.startsWith(name)
      : specifier === name || specifier.startsWith(`${name}/`),
  )
  const folder = folderOf(from)
  if (tied === undefined || UNBOUND.test(from)) return null
  if (folder !== null && TIED_PACKAGES[tied].includes(folder)) return null
  const homes = TIED_PACKAGES[tied].map((home) => `src/${home}`).join(' and ')
  return `Only ${homes} may import ${specifier}: see scripts/lint/import-rules.mjs.`
}

/**
 * The folder of a file, or null for one in `src/` itself.
 *
 * @param {string} path relative to `src/`
 */
function folderOf(path) {
  const fitting = Object.keys(FOLDERS).filter((folder) => path.startsWith(`${folder}/`))
  return fitting.sort((a, b) => b.length - a.length)[0] ?? null
}
