import type { Json, Platform } from '../client/site.ts';
import type { Bend, Bent } from './proxy.ts';

/** One deliberate server mistake, and the check that must notice it. */
export interface Mutant {
  readonly mistake: string;
  /** In what the check says when it fails: which rule was broken. */
  readonly says: RegExp;
  /** Area and beginning of the title of the check. */
  readonly check: readonly [string, string];
  readonly platforms: readonly Platform[];
  readonly bend: Bend;
}

export const typeOf = (frame: Json): string =>
  frame.postback?.eventType ?? frame.eventType ?? (frame.error ? 'error' : 'ack');
/** Changes a copy of each frame of this type. */
export const changing = (type: string, change: (frame: Json, line: Bent) => void): Bend => ({
  frame: (frame, line) => {
    if (frame === 'pong' || typeOf(frame) !== type) return [frame];
    const copy = structuredClone(frame);
    change(copy, line);
    return [copy];
  },
});
export const instead = (type: string, frames: (frame: Json, line: Bent) => readonly Json[]): Bend => ({
  frame: (frame, line) => (frame !== 'pong' && typeOf(frame) === type ? frames(frame, line) : [frame]),
});
export const toAll = (type: string): Bend =>
  instead(type, (frame, line) => {
    for (const other of line.proxy.lines) if (other !== line) other.send(JSON.stringify(frame));
    return [frame];
  });
export const NATIVE: readonly Platform[] = ['android', 'ios'];
export const ALL: readonly Platform[] = ['web', 'android', 'ios'];
export const SEND = ['messages', '§3 SendMessage'] as const;
export const RECOVER = ['threads', '§5.5 single-thread'] as const;
export const AGENT = ['messages', '§5.9 with an agent'] as const;
export const BEGIN = ['live', '§5.7 begin'] as const;
export const AUTHORIZE = ['opening', '§3 AuthorizeCustomer'] as const;
