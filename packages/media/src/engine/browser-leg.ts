import type { IceCandidate, LegRole, LegSide, SessionAudio } from '@alongside/domain';
import { estimateMos } from '../quality/mos.ts';
import type { MediaSettings } from '../settings.ts';
import type { Leg, LegEvent } from './leg.ts';
import { createPublishSide } from './publish-side.ts';
import type { TakePacket } from './source.ts';
import { createSubscribeSide } from './subscribe-side.ts';

export interface BrowserLeg extends Leg {
  publish(sdp: string, screens: readonly string[]): Promise<string>;
  answer(negotiation: number, sdp: string): Promise<boolean>;
  candidate(side: LegSide, candidate: IceCandidate): Promise<void>;
  restartIce(): Promise<void>;
}

interface BrowserLegOptions {
  readonly settings: MediaSettings;
  readonly legId: string;
  readonly role: LegRole;
  readonly audio: SessionAudio;
  readonly now: () => number;
  readonly onPacket: TakePacket;
  readonly onSources: () => void;
  readonly tell: (event: LegEvent<'offer'> | LegEvent<'candidate'>) => void;
}

/** A browser: one connection it sends on, one it listens on. */
export function createBrowserLeg(options: BrowserLegOptions): BrowserLeg {
  const { legId, role, tell } = options;
  let heardAt: number | null = null;
  let hasSent = false;
  const onAlive = () => {
    heardAt = options.now();
  };
  const onCandidate = (side: LegSide) => (candidate: IceCandidate) =>
    tell({ type: 'candidate', legId, side, candidate });
  const publishing = createPublishSide({
    ...options,
    onAlive,
    onPacket(source, packet) {
      heardAt = options.now();
      hasSent = true;
      source.statistics.add(packet.header, heardAt);
      options.onPacket(source, packet);
    },
    onCandidate: onCandidate('publish'),
  });
  const subscribing = createSubscribeSide({
    ...options,
    onAlive,
    onOffer: (negotiation, sdp, streams) => tell({ type: 'offer', legId, negotiation, sdp, streams }),
    onCandidate: onCandidate('subscribe'),
  });

  return {
    legId,
    role,
    sources: publishing.sources,
    route: subscribing.route,
    write: subscribing.write,
    publish: publishing.offer,
    answer: subscribing.answer,
    candidate: (side, candidate) => (side === 'publish' ? publishing : subscribing).candidate(candidate),
    restartIce: subscribing.restartIce,
    quality() {
      const source = publishing.sources.get('audio') ?? [...publishing.sources.values()][0];
      const found = source?.statistics.interval();
      const upward = found === undefined || found.expected === 0 ? 0 : found.lost / found.expected;
      const loss = Math.max(upward, subscribing.remoteLoss() ?? 0);
      const jitterMilliseconds = Math.round((found?.jitterMilliseconds ?? 0) * 10) / 10;
      const roundTripMilliseconds = publishing.roundTrip() ?? subscribing.roundTrip();
      const sound = publishing.sources.has('audio') || subscribing.remoteLoss() !== null;
      const mos = sound ? estimateMos({ loss, jitterMilliseconds, roundTripMilliseconds }) : null;
      return { legId, loss, jitterMilliseconds, roundTripMilliseconds, mos };
    },
    hasSent: () => hasSent,
    lastHeard: () => heardAt,
    failed: () => publishing.failed() || subscribing.failed(),
    async close() {
      await Promise.all([publishing.close(), subscribing.close()]);
    },
  };
}
