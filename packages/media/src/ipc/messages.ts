import type { MediaEvent, MediaReply } from '@alongside/domain';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { MediaSettings } from '../settings.ts';
import type { CallName } from './calls.ts';

/** From the server to the engine's process. */
export type DownMessage =
  | { readonly type: 'begin'; readonly settings: MediaSettings }
  | { readonly type: 'call'; readonly number: number; readonly name: CallName; readonly parameters: readonly unknown[] }
  | { readonly type: 'ping' }
  | { readonly type: 'end' };

/** From the engine's process to the server. */
export type UpMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'reply'; readonly number: number; readonly reply: MediaReply<unknown> }
  | { readonly type: 'event'; readonly event: MediaEvent }
  | { readonly type: 'pong' };

const number = Type.Integer({ minimum: 0 });
const message = (type: string, rest = {}) => Type.Object({ type: Type.Literal(type), ...rest });

const down = Compile(
  Type.Union([
    message('begin', { settings: Type.Object({}) }),
    message('call', { number, name: Type.String(), parameters: Type.Array(Type.Unknown()) }),
    message('ping'),
    message('end'),
  ]),
);
const up = Compile(
  Type.Union([
    message('ready'),
    message('reply', { number, reply: Type.Object({ ok: Type.Boolean() }) }),
    message('event', { event: Type.Object({ type: Type.String() }) }),
    message('pong'),
  ]),
);

/** Null for what is no message: both ends are of one build, so that is a fault of the build. */
export const readDown = (value: unknown): DownMessage | null => (down.Check(value) ? (value as DownMessage) : null);
export const readUp = (value: unknown): UpMessage | null => (up.Check(value) ? (value as UpMessage) : null);
