import type { CallKind, CallView, Down } from '@alongside/protocol';
import { CALL_LINES } from '../agent/call-lines.ts';
import type { Line } from '../connection/line.ts';
import { AlongsideError } from '../errors.ts';
import { createValue, type Observable } from '../observable.ts';
import { silent, systemClock } from '../ports/defaults.ts';
import type { Clock, Logger } from '../ports/ports.ts';
import { createTimers } from '../timers.ts';
import { type ActiveCall, createActiveCall } from './active-call.ts';
import { createLocalMedia, type LocalMediaControl } from './local-media.ts';
import type { Kind } from './publisher.ts';
import { browserRtc, type RtcPort } from './rtc.ts';
import { type CallVerbs, createVerbs } from './verbs.ts';
import { createViews } from './views.ts';

export interface CallsOptions {
  /** An `Alongside` of a customer, or an `AgentClient`: its socket and its session are used. */
  readonly client: { readonly line: Line };
  /** Default: the browser's WebRTC and devices. */
  readonly rtc?: RtcPort;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** Voice, video and telephone calls of one person on this device. The README explains each part. */
export interface Calls extends CallVerbs {
  /** Every call of mine that the server tells of, the youngest first; an ended one until `dismiss`. */
  readonly all: Observable<readonly CallView[]>;
  /** The call whose media this client carries; null: none. */
  readonly active: Observable<ActiveCall | null>;
  /** Own microphone, camera and screen, before a call too. They are let go when a call ends. */
  readonly local: Omit<LocalMediaControl, 'connect' | 'close'>;
  /** False: no WebRTC here; calls can be seen and steered, but not heard. */
  readonly isSupported: boolean;
  /**
   * Carries the media of this call from now on; another client of mine that did lets go. `listensOnly`: nothing is sent, until
   * it is joined without. What of `local` is on goes out; what is switched on later follows.
   */
  join(callId: string, how?: { readonly listensOnly?: boolean }): ActiveCall;
  /**
   * It rings: makes the connections of this call now, and takes nothing from any device, so that `join` after the answer is heard and seen at
   * once. Answers the way to give up; it is given up by itself when the call ends, or another is joined.
   */
  standBy(callId: string, kind: CallKind): () => void;
  /** Lets go of the media; the call goes on. */
  letGo(): void;
  /** Of an ended call: no longer in `all`. */
  dismiss(callId: string): void;
  /** The call last taken over by another client of mine; null: none. */
  readonly movedAway: Observable<string | null>;
  close(): void;
}

/** Longer than an answer takes to come back. */
const STAND_DOWN_MS = 5_000;

const noRtc: RtcPort = {
  createPeer() {
    throw new AlongsideError('unexpected_answer', 'upgrade_client', 'There is no WebRTC here.');
  },
  media: null,
};

export function createCalls(options: CallsOptions): Calls {
  const { line } = options.client;
  const { clock = systemClock, logger = silent } = options;
  const timers = createTimers(clock);
  const given = options.rtc ?? browserRtc();
  const rtc = given ?? noRtc;
  const local = createLocalMedia({ media: rtc.media, logger });
  const active = createValue<ActiveCall | null>(null, logger);
  const movedAway = createValue<string | null>(null, logger);
  let carried: ReturnType<typeof createActiveCall> | null = null;
  let standing: ReturnType<typeof createActiveCall> | null = null;

  const standDown = (callId: string) => {
    if (standing?.face.callId !== callId) return;
    standing.close();
    standing = null;
  };
  const letGo = () => {
    if (!carried) return;
    carried.close();
    carried = null;
    active.set(null);
    void local.allOff();
  };
  const make = (callId: string, listensOnly: boolean, standsBy: readonly Kind[] | null) =>
    createActiveCall({
      callId,
      line,
      rtc,
      local,
      listensOnly,
      standsBy,
      timers,
      logger,
      moved() {
        if (standing?.face.callId === callId) return standDown(callId);
        letGo();
        movedAway.set(callId);
      },
    });
  const views = createViews(logger, timers.now);
  const take = (view: CallView) => {
    const now = views.take(view);
    if (now.state === 'ended' || now.state === 'requested') standDown(now.id);
    if (carried?.face.callId === now.id) {
      const isOver = now.state === 'ended' || !takesPart(now);
      if (isOver) letGo();
      else carried.view(now);
    }
    return now;
  };

  const hear = (frame: Down | null) => {
    if (frame === null || !frame.t.startsWith('call.')) return;
    if (frame.t === 'call.state') take(frame.call);
    else if ('callId' in frame)
      for (const call of [carried, standing]) if (call?.face.callId === frame.callId) call.frame(frame);
  };
  const catchUp = () => {
    const before = views.all.get();
    line.json<{ calls: CallView[] }>('GET', CALL_LINES.listMyCalls.slice(4)).then(
      ({ calls }) => {
        views.settle(calls, before);
        for (const view of views.all.get()) take(view);
        const mine = carried && views.get(carried.face.callId);
        if (mine?.state === 'ended') letGo();
      },
      (error) => logger.warn('The calls could not be read.', { error }),
    );
  };
  let wasThere = line.isWelcomed();
  const stops = [
    line.frames.subscribe(hear),
    line.status.subscribe(() => {
      const isThere = line.isWelcomed();
      if (isThere && !wasThere) catchUp();
      wasThere = isThere;
    }),
  ];
  if (wasThere) catchUp();

  return {
    ...createVerbs(line, take),
    all: views.all,
    active,
    movedAway,
    local,
    isSupported: given !== null,
    join(callId, { listensOnly = false } = {}) {
      if (carried?.face.callId === callId) {
        if (!listensOnly) carried.speak();
        return carried.face;
      }
      if (carried) {
        carried.close();
        carried = null;
      }
      movedAway.set(null);
      if (listensOnly && standing) standDown(standing.face.callId);
      if (standing?.face.callId === callId) {
        carried = standing;
        carried.begin();
        const view = views.get(callId);
        if (view) carried.view(view);
      } else {
        if (standing) standDown(standing.face.callId);
        carried = make(callId, listensOnly, null);
      }
      standing = null;
      active.set(carried.face);
      return carried.face;
    },
    standBy(callId, kind) {
      if (given === null || carried?.face.callId === callId) return () => {};
      if (standing && standing.face.callId !== callId) standDown(standing.face.callId);
      standing ??= make(callId, false, kind === 'video' ? ['audio', 'video'] : ['audio']);
      // The answer may be on its way when the ringing ends.
      return () => void timers.after(STAND_DOWN_MS, () => standDown(callId));
    },
    letGo,
    dismiss: views.dismiss,
    close() {
      for (const stop of stops) stop();
      if (standing) standDown(standing.face.callId);
      letGo();
      local.close();
      timers.close();
    },
  };
}

/** My own party may be left out of the list that I see of the others; what counts is that I have one which has not left. */
function takesPart({ me, parties }: CallView): boolean {
  return me.partyId !== null && parties.find(({ id }) => id === me.partyId)?.state !== 'left';
}
