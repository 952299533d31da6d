export { VideoCallError, type VideoCallErrorCode } from './video-call-error.ts';
export type { VideoCallState } from './video-call-state.ts';
export {
  createVideoHelp,
  type ManageCallEvent,
  type VideoCallResult,
  type VideoHelp,
  type VideoHelpOptions,
} from './video-help.ts';
