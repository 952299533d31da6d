export { ENGLISH, type RecorderLabels } from '../recorder/labels.ts';
export type { Question, RecorderState } from '../recorder/options.ts';
export { forWidget, goOn, type Shared, type ShareEnd, type ShareOptions, sharePage } from './share.ts';
