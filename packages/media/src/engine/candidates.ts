import type { IceCandidate } from '@alongside/domain';
import type { RTCPeerConnection } from './peer.ts';

/**
 * A browser without leave for its microphone hides its addresses behind names of its own network (mDNS, RFC 8828). Nobody here could say what they
 * mean, but would ask for ten seconds, while all other frames of the call wait; the browser's own checks show where it is.
 */
const hasHiddenAddress = ({ candidate }: IceCandidate): boolean =>
  /^(?:a=)?candidate:(?:\S+ ){4}\S+\.local /i.test(candidate);

/** Keeps a browser's candidates until its description is there: they may come first. */
export function createCandidateQueue(peer: RTCPeerConnection) {
  let early: IceCandidate[] | null = [];
  const add = async (candidate: IceCandidate) => {
    // The end of candidates says nothing that waiting does not; the engine takes it as an error where a line was refused.
    if (candidate.candidate === '' || hasHiddenAddress(candidate)) return;
    try {
      await peer.addIceCandidate({
        candidate: candidate.candidate,
        ...(candidate.sdpMid !== null && { sdpMid: candidate.sdpMid }),
        ...(candidate.sdpMLineIndex !== null && { sdpMLineIndex: candidate.sdpMLineIndex }),
      });
    } catch {
      // A candidate of an older generation, or of a kind the engine does not know: the others may do.
    }
  };
  return {
    async add(candidate: IceCandidate): Promise<void> {
      if (early === null) await add(candidate);
      else if (early.length < 100) early.push(candidate);
    },
    /** The description is set. */
    async open(): Promise<void> {
      const waiting = early ?? [];
      early = null;
      for (const candidate of waiting) await add(candidate);
    },
  };
}

/** Writes the announced address in place of the machine's own. */
export function announce(text: string, address: string | null): string {
  if (address === null) return text;
  return text.replace(/(candidate:\S+ \d+ \w+ \d+ )(\S+)( \d+ typ host)/g, `$1${address}$3`);
}

/** What the engine tells of its own candidates, as browsers write them. */
export function onOwnCandidate(
  peer: RTCPeerConnection,
  address: string | null,
  tell: (candidate: IceCandidate) => void,
) {
  peer.onIceCandidate.subscribe((candidate) => {
    if (candidate === undefined || candidate.candidate === '') return;
    tell({
      candidate: announce(candidate.candidate, address),
      sdpMid: candidate.sdpMid ?? null,
      sdpMLineIndex: candidate.sdpMLineIndex ?? null,
    });
  });
}
