import type { MediaKind } from '@alongside/domain';
import type { RtpPacket } from 'werift';
import type { Law } from '../audio/g711.ts';
import { createReceiveStatistics, type ReceiveStatistics } from '../quality/receive-statistics.ts';

export type Coding = 'opus' | 'vp8' | Law;

/** What one leg sends of one kind. */
export interface Source {
  readonly legId: string;
  readonly kind: MediaKind;
  readonly coding: Coding;
  readonly clockRate: number;
  readonly statistics: ReceiveStatistics;
  /** Asks a browser for a key frame, at most a few times a second; nothing for sound. */
  askKeyFrame(): void;
}

/** Takes a packet of a source; header extensions are cleared. Several listeners get the same one: none may change it. */
export type TakePacket = (source: Source, packet: RtpPacket) => void;

const keyFrameMilliseconds = 250;

export function createSource(of: {
  readonly legId: string;
  readonly kind: MediaKind;
  readonly coding: Coding;
  readonly now: () => number;
  /** False: it could not be sent yet. */
  readonly sendKeyFrameRequest?: () => boolean;
}): Source {
  const clockRate = of.coding === 'opus' ? 48_000 : of.coding === 'vp8' ? 90_000 : 8_000;
  let askedAt = Number.NEGATIVE_INFINITY;
  return {
    legId: of.legId,
    kind: of.kind,
    coding: of.coding,
    clockRate,
    statistics: createReceiveStatistics(clockRate),
    askKeyFrame() {
      const now = of.now();
      if (of.sendKeyFrameRequest === undefined || now - askedAt < keyFrameMilliseconds) return;
      if (of.sendKeyFrameRequest()) askedAt = now;
    },
  };
}
