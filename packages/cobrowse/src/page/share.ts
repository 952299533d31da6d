import {
  askTabs,
  Recorder,
  type RecorderOptions,
  type RecorderState,
  type StoredSession,
  storedSession,
} from '../recorder/index.ts';
import { ALL_HIDDEN, type DoorNews, openDoor } from './door.ts';

/** Why it is over: who ended it, what the door said, or that it could not be reached for long. */
export type ShareEnd = 'customer' | 'agent' | 'system' | 'lost' | (string & {});

export interface ShareOptions extends Pick<RecorderOptions, 'ask' | 'labels' | 'open'> {
  /** Which script it is: another one on the same page does not take it up after a new page. */
  readonly door: string;
  /** Origin of the server. */
  readonly server: string;
  readonly cid: string;
  readonly sessionToken: string;
  /** Without a connection for so long it is over; the server gives a page 90 s. */
  readonly lostAfterSeconds?: number;
  readonly onState?: (state: RecorderState) => void;
  readonly onJoined?: (viewer: number, name: string) => void;
  readonly onLeft?: (viewer: number) => void;
  /** Once. */
  readonly onEnd?: (why: ShareEnd) => void;
  readonly resume?: StoredSession;
}

export interface Shared {
  readonly cid: string;
  readonly recorder: Recorder;
  end(): void;
}

const LOST_AFTER_SECONDS = 90;

/** Takes part in a session with this page. Nothing of it is shown before the customer's yes. */
export function sharePage(options: ShareOptions): Shared {
  const { door, server, cid, sessionToken, ask, labels, open, resume } = options;
  let why: ShareEnd = 'customer';
  let isOver = false;
  let lost: ReturnType<typeof setTimeout> | undefined;
  const stop = (reason: ShareEnd) => {
    why = reason;
    // In a task of its own: the recorder may be in the middle of connecting.
    setTimeout(() => recorder.end());
  };
  const news: DoorNews = {
    policy: (policy) => recorder.setPolicy(policy),
    refused: stop,
    ended: (by) => {
      why = by;
    },
    joined: (viewer, name) => options.onJoined?.(viewer, name),
    left: (viewer) => options.onLeft?.(viewer),
  };
  const told = (state: RecorderState) => {
    if (state.phase === 'lost')
      lost ??= setTimeout(stop, (options.lostAfterSeconds ?? LOST_AFTER_SECONDS) * 1_000, 'lost');
    else {
      clearTimeout(lost);
      lost = undefined;
    }
    options.onState?.(state);
    if (state.phase !== 'ended' || isOver) return;
    isOver = true;
    options.onEnd?.(why);
  };
  const recorder = new Recorder({
    session: cid,
    keep: JSON.stringify({ door, server, sessionToken }),
    // The recorder is there before it connects in a later task.
    connect: async () => {
      await undefined;
      // Who was refused is not let in to say that it is over.
      if (why !== 'customer' && why !== 'lost') throw new Error(why);
      return openDoor(server, cid, sessionToken, news);
    },
    policy: ALL_HIDDEN,
    onChange: (state) => queueMicrotask(() => told(state)),
    ...(ask && { ask }),
    ...(labels && { labels }),
    ...(open && { open }),
    ...(resume && { resume }),
  });
  return { cid, recorder, end: () => recorder.end() };
}

/** What a page before, or another tab, left going on. @returns null: nothing of this door's */
export async function goOn(
  door: string,
  options: Omit<ShareOptions, 'door' | 'server' | 'cid' | 'sessionToken' | 'resume'>,
): Promise<Shared | null> {
  const resume = storedSession() ?? (await askTabs());
  if (resume === undefined) return null;
  try {
    const kept = JSON.parse(resume.keep) as { door: string; server: string; sessionToken: string };
    if (kept.door !== door) return null;
    return sharePage({ ...options, ...kept, cid: resume.session, resume });
  } catch {
    return null;
  }
}

/** What this page takes part in for the widget; one wish after another. */
let taken: Promise<Shared | null> = Promise.resolve(null);

/**
 * For the widget's loader, which has no byte to spare: takes part in what the customer has begun. Without a token, as on the page after
 * and in another tab, it goes on with what the page before left or another tab has, once.
 */
export function forWidget(server: string, session?: { readonly cid: string; readonly sessionToken: string }): void {
  const door = 'widget';
  taken = taken.then((now) => {
    if (session?.sessionToken) return sharePage({ door, server, cid: session.cid, sessionToken: session.sessionToken });
    return now !== null && now.recorder.state.phase !== 'ended' ? now : goOn(door, {});
  });
}
