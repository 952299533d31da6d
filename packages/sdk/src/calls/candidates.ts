import type { Logger } from '../ports/ports.ts';
import type { CandidateLike, PeerLike } from './rtc.ts';

/** The other side's candidates: those that come before its description wait for it. An empty one ends them. */
export function createCandidates(peer: PeerLike, logger: Logger) {
  let early: CandidateLike[] = [];
  const add = (candidate: CandidateLike) =>
    // One of a generation that is gone is refused, and was of no use.
    peer.addIceCandidate(candidate).catch((error) => logger.debug('A candidate was refused.', { error }));
  return {
    add(candidate: CandidateLike) {
      if (peer.remoteDescription) void add(candidate);
      else early.push(candidate);
    },
    /** The description is here. */
    described() {
      for (const candidate of early) void add(candidate);
      early = [];
    },
  };
}

/** As the wire has them; the end of candidates is an empty one. */
export const plainCandidate = (given: CandidateLike | null): CandidateLike => ({
  candidate: given?.candidate ?? '',
  sdpMid: given?.sdpMid ?? null,
  sdpMLineIndex: given?.sdpMLineIndex ?? null,
});
