// What the worker loads on demand: this folder is the only one that imports TensorFlow.js.

export { openTfjsBackend, type TfjsBackend } from './backend.ts'
export { createTfjsEngine } from './engine.ts'
