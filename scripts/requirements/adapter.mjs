// Requests an adapter and a device from Dawn and describes them in one line of JSON. Fails if there is none.
import { create } from 'webgpu'

const adapter = await create([]).requestAdapter()
if (!adapter) process.exit(1)
await adapter.requestDevice()
const name = adapter.info.description || adapter.info.device || adapter.info.vendor
console.log(JSON.stringify({ name, shaderF16: adapter.features.has('shader-f16') }))
process.exit(0) // Dawn keeps the process alive.
