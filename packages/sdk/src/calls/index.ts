export type { ActiveCall, SentQuality } from './active-call.ts';
export { type Calls, type CallsOptions, createCalls } from './calls.ts';
export { LINK_LIMITS, type LinkFigures, type LinkQuality } from './link-watch.ts';
export type { Devices, LocalMedia, LocalMediaControl, LocalSource } from './local-media.ts';
export { MediaProblem, type MediaProblemCode, type MediaSource } from './media-problem.ts';
export type { MediaState } from './media-session.ts';
export type { Kind } from './publisher.ts';
export {
  browserRtc,
  type DeviceLike,
  type MediaDevicesLike,
  type MediaStreamLike,
  type PeerLike,
  type RtcPort,
  type TrackLike,
} from './rtc.ts';
export { createSpeaker, type Speaker, type SpeakerGlobals } from './speaker.ts';
export type { RemoteTrack } from './subscriber.ts';
export type { CallFilter, CallPage, CallTarget, CallVerbs, Dialling } from './verbs.ts';
