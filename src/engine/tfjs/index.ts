// What the worker loads on demand: this folder is the only one that imports TensorFlow.js.

export { openTfjsBackend } from './backend.ts'
export { measureTrainingRate } from './calibrate.ts'
export { createTfjsEngine } from './engine.ts'
export { measureLogitSteps } from './logit-steps.ts'
