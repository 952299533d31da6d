import type { CallView } from '@alongside/protocol';

/** How far the customer's own devices are. listening: without them, by choice. */
export type Asked = 'not_yet' | 'asking' | 'ready' | 'listening';

/** What is shown of a call. */
export type StageName =
  | 'none'
  /** Its contact waits in the queue: time to make the devices ready. */
  | 'prepare'
  | 'incoming'
  | 'outgoing'
  /** Somebody is there, and the devices are not. */
  | 'allow'
  | 'call'
  | 'elsewhere'
  | 'broken';

export interface StageFacts {
  readonly view: CallView | null;
  /** This frame carries its media. */
  readonly carried: boolean;
  readonly movedAway: string | null;
  readonly asked: Asked;
  /** The help waits in its queue. */
  readonly waits: boolean;
}

export function stageOf({ view, carried, movedAway, asked, waits }: StageFacts): StageName {
  if (!view) return 'none';
  if (view.state === 'ended') return view.me.permissions.retry ? 'broken' : 'none';
  if (view.me.permissions.answer) return 'incoming';
  if (view.state === 'requested' || view.state === 'ringing') return waits ? 'prepare' : 'outgoing';
  if (carried) return 'call';
  if (movedAway === view.id) return 'elsewhere';
  if (view.me.partyId === null) return 'none';
  return asked === 'ready' || asked === 'listening' ? 'call' : 'allow';
}

/** The call that counts: one that goes on, else the last that broke. */
export const currentOf = (views: readonly CallView[]): CallView | null =>
  views.find(({ state }) => state !== 'ended') ?? views.find(({ me }) => me.permissions.retry) ?? null;

/** The others in it, those of the company first. */
export function othersIn(view: CallView): CallView['parties'] {
  return view.parties
    .filter(({ id, state }) => id !== view.me.partyId && state !== 'left')
    .sort((one, other) => Number(other.role === 'agent') - Number(one.role === 'agent'));
}

/** 3:07, 1:02:03. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
