import type { CallState, CallView } from '@alongside/protocol';
import type { HelpState } from '../help/help-state.ts';

/** The published words for a video call. CALL_ACTIVITY_DESTROYED: its screen was taken away by `close()`. */
export type VideoCallState = 'NO_CALL' | 'RINGING' | 'CONNECTING' | 'IN_PROGRESS' | 'ENDED' | 'CALL_ACTIVITY_DESTROYED';

const byCall: Readonly<Record<CallState, VideoCallState>> = {
  // In a queue; between two agents too.
  requested: 'RINGING',
  ringing: 'RINGING',
  connecting: 'CONNECTING',
  in_progress: 'IN_PROGRESS',
  held: 'IN_PROGRESS',
  ended: 'ENDED',
};

const byHelp: Readonly<Record<HelpState['phase'], VideoCallState>> = {
  idle: 'NO_CALL',
  waiting: 'RINGING',
  active: 'CONNECTING',
  ended: 'ENDED',
};

/** The call tells while the help goes on; the help where no call is known yet, and once it is over. */
export const videoCallStateOf = (phase: HelpState['phase'], call: Pick<CallView, 'state'> | null): VideoCallState =>
  call && (phase === 'waiting' || phase === 'active') ? byCall[call.state] : byHelp[phase];
