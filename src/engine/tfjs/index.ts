// What the worker loads on demand: this folder is the only one that imports TensorFlow.js.

export { openInferenceBackend, openTfjsBackend } from './backend/backend.ts'
export { measureTrainingRate } from './backend/calibrate.ts'
export { createTfjsEngine } from './engine.ts'
