export { type Lab, startLab } from './lab.ts';
export { copyOf, copyShows, launch, type Scene, stage } from './scene.ts';
export { type MaskingOutcome, maskingRun } from './masking-run.ts';
