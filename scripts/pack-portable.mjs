// `npm run -s pack:portable -- --out DIR`: packs a folder that trains and benchmarks on Linux x86-64 without network or
// Node.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { argumentsOrExit, parsePackArguments } from './arguments.mjs'
import { bundleHeadless } from './bundle/bundle-headless.mjs'
import { copyVulkanLoader } from './portable/vulkan-loader.mjs'

const PROGRAMS = ['train', 'sweep', 'bench', 'profile', 'test-kernels']
const ARCHIVE = 'cifar-10-binary.tar.gz'
const SAMPLE = ['cifar-10-sample.bin.z', 'cifar-10-sample.json']
const MEGABYTE = 1e6

const root = fileURLToPath(new URL('..', import.meta.url))
const { out, chunkBytes, toggles } = argumentsOrExit(() =>
  parsePackArguments(process.argv.slice(2)),
)
const target = resolve(out)

try {
  await pack()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

async function pack() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'Packing needs Linux x86-64, because the bundle contains the Node that packs it.',
    )
  }
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new Error(`${target} is not empty. Name a new folder with --out.`)
  }
  const archive = resolve(root, process.env.LAB94_DATA ?? join('data', ARCHIVE))
  if (!archive.endsWith('.gz') || !existsSync(archive)) {
    throw new Error(`The bundle contains the images. Set LAB94_DATA to the path of ${ARCHIVE}.`)
  }
  mkdirSync(join(target, 'chunks'), { recursive: true })
  for (const name of PROGRAMS) {
    const { folder } = await bundleHeadless(root, name)
    cpSync(folder, join(target, 'programs', name), { recursive: true })
    rmSync(folder, { recursive: true })
  }
  const webgpu = join(root, 'node_modules/webgpu')
  for (const file of ['index.js', 'package.json', 'LICENSE.md']) {
    cpSync(join(webgpu, file), join(target, 'programs/node_modules/webgpu', file))
  }
  for (const file of SAMPLE) cpSync(join(root, 'public', file), join(target, 'public', file))
  cpSync(join(root, 'tools/pytorch'), join(target, 'pytorch'), {
    recursive: true,
    filter: (path) => !/golden$|__pycache__/.test(path),
  })
  if (!copyVulkanLoader(join(target, 'vulkan'))) {
    console.log('Packing without a Vulkan loader. To include it, install Debian’s libvulkan1.')
  }
  writeChunks('node.xz', compressed(process.execPath))
  writeChunks('dawn.node.xz', compressed(join(webgpu, 'dist/linux-x64/dawn.node')))
  writeChunks(ARCHIVE, readFileSync(archive))
  writeRunScript()
  writeChecksums()
  console.log(`Packed into ${target}. On the other computer: ./run.sh train --recipe page-10`)
}

/**
 * Compresses a file with xz, at its highest level.
 *
 * @param {string} path
 * @returns {Buffer}
 */
function compressed(path) {
  const { status, stdout, error } = spawnSync('xz', ['-9', '-c', path], {
    maxBuffer: 1000 * MEGABYTE,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0)
    throw new Error(`xz failed to compress ${path}. Install xz-utils.`, { cause: error })
  return stdout
}

/**
 * Writes bytes as chunks NAME.000, NAME.001 and so on.
 *
 * @param {string} name
 * @param {Buffer} bytes
 */
function writeChunks(name, bytes) {
  for (let i = 0; i * chunkBytes < bytes.length; i++) {
    const chunk = bytes.subarray(i * chunkBytes, (i + 1) * chunkBytes)
    writeFileSync(join(target, 'chunks', `${name}.${String(i).padStart(3, '0')}`), chunk)
  }
}

function writeRunScript() {
  const words = toggles.map((toggle) => `--dawn-toggle ${toggle}`).join(' ')
  const script = readFileSync(join(root, 'scripts/portable/run.sh'), 'utf8')
  const path = join(target, 'run.sh')
  writeFileSync(path, script.replaceAll('@TOGGLES@ ', words === '' ? '' : `${words} `), {
    mode: 0o755,
  })
}

/** Checksums of all other files, in the format of `sha256sum -c`. */
function writeChecksums() {
  const files = readdirSync(target, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(target, join(entry.parentPath, entry.name)))
    .sort()
  const lines = files.map((file) => {
    const sum = createHash('sha256')
      .update(readFileSync(join(target, file)))
      .digest('hex')
    return `${sum}  ${file}\n`
  })
  writeFileSync(join(target, 'SHA256SUMS'), lines.join(''))
}
