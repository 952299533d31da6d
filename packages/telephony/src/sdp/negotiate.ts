import type { RtpParameters, Trunk } from '@alongside/domain';
import type { Codec, Direction, RemoteSdp } from './parse-sdp.ts';

export interface MediaPolicy {
  readonly srtp: Trunk['srtp'];
  /** Best first. */
  readonly codecs: readonly Codec[];
}

export interface Agreed {
  readonly remote: RtpParameters;
  /** Of their key, to be repeated in our answer; null: plain RTP. */
  readonly cryptoTag: string | null;
}

/** What of the peer's description we can do under the trunk's policy; null: nothing in common. */
export function agree(sdp: RemoteSdp, policy: MediaPolicy): Agreed | null {
  const codec = policy.codecs.find((wanted) => sdp.codecs.some((offered) => offered.codec === wanted));
  if (codec === undefined) return null;
  if (sdp.isSecure ? policy.srtp === 'never' : policy.srtp === 'always') return null;
  const key = sdp.isSecure ? sdp.keys[0] : undefined;
  if (sdp.isSecure && key === undefined) return null;
  return {
    remote: {
      host: sdp.host,
      port: sdp.port,
      codec,
      dtmfPayloadType: sdp.dtmfPayloadType,
      srtpKey: key?.key ?? null,
    },
    cryptoTag: key?.tag ?? null,
  };
}

/** Held in the old way: an address that nobody has. */
const isNowhere = (host: string) => host === '0.0.0.0' || host === '::';

/** What the peer does now. */
export function flows(sdp: RemoteSdp): { readonly sends: boolean; readonly receives: boolean } {
  const sends = sdp.direction === 'sendrecv' || sdp.direction === 'sendonly';
  const receives = (sdp.direction === 'sendrecv' || sdp.direction === 'recvonly') && !isNowhere(sdp.host);
  return { sends, receives };
}

/** Our direction to answer theirs with, given whether we hold. */
export function answerTo(sdp: RemoteSdp, held: boolean): Direction {
  const { sends, receives } = flows(sdp);
  const listens = sends && !held;
  if (listens) return receives ? 'sendrecv' : 'recvonly';
  return receives ? 'sendonly' : 'inactive';
}
