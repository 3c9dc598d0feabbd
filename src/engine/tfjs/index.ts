// The worker loads this on demand: only this folder imports TensorFlow.js.

export { openInferenceBackend, openTfjsBackend } from './backend/backend.ts'
export { measureTfjsTrainingRate } from './backend/calibrate.ts'
export { createTfjsEngine } from './engine.ts'
