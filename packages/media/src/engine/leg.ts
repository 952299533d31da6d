import type { LegQuality, LegRole, MediaEvent, MediaKind } from '@alongside/domain';
import type { RtpPacket } from 'werift';
import type { Source } from './source.ts';

/** What a session needs of a leg, whatever it is connected with. */
export interface Leg {
  readonly legId: string;
  readonly role: LegRole;
  readonly sources: ReadonlyMap<MediaKind, Source>;
  /** All sources of others, which of them are routed here, and which will be soon; called after each change. */
  route(sources: readonly Source[], routed: ReadonlySet<Source>, expected: ReadonlySet<Source>): void;
  /** A packet of a source that is routed here. */
  write(source: Source, packet: RtpPacket): void;
  /** Since the last call. */
  quality(): LegQuality;
  /** Sound or pictures came at some time: not of one who only listens, or who stands by. */
  hasSent(): boolean;
  /** Milliseconds of the engine's clock when anything arrived last; null: nothing yet. */
  lastHeard(): number | null;
  /** It will not come back by itself. */
  failed(): boolean;
  close(): Promise<void>;
}

/** An event without the session, which adds itself. */
export type LegEvent<Type extends MediaEvent['type']> = Omit<Extract<MediaEvent, { type: Type }>, 'sessionId'>;
