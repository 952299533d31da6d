import type { SessionAudio } from '@alongside/domain';
import {
  MediaStreamTrack,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  type RTCSessionDescriptionInit,
  useNACK,
  usePLI,
  useSdesMid,
} from 'werift';
import type { MediaSettings } from '../settings.ts';
import { takePortsByBinding } from './udp-ports.ts';

takePortsByBinding();

export { MediaStreamTrack, type RTCPeerConnection, type RTCSessionDescriptionInit };

const opus = () =>
  new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2, rtcpFeedback: [] });
// The payload type is fixed by RFC 3551 and telephones take no other; unless it stands here the engine would pick one.
const pcmu = () =>
  new RTCRtpCodecParameters({
    mimeType: 'audio/PCMU',
    clockRate: 8_000,
    channels: 1,
    payloadType: 0,
    rtcpFeedback: [],
  });
const vp8 = () =>
  new RTCRtpCodecParameters({ mimeType: 'video/VP8', clockRate: 90_000, rtcpFeedback: [useNACK(), usePLI()] });

/** Samples of RTP's clock in a second. */
export const clockRates = { opus: 48_000, g711: 8_000, video: 90_000 } as const;

/**
 * A connection to a browser. It negotiates no congestion control of the transport: whoever forwards packets would have to run one for each
 * receiver, and half of one starves the sender. Loss is answered with NACK and PLI; the sender is held by a bandwidth line in the answer.
 */
export function createPeer(settings: MediaSettings, audio: SessionAudio, onAlive: () => void): RTCPeerConnection {
  return new RTCPeerConnection({
    codecs: { audio: [audio === 'opus' ? opus() : pcmu()], video: [vp8()] },
    headerExtensions: { audio: [useSdesMid()], video: [useSdesMid()] },
    bundlePolicy: 'max-bundle',
    iceServers: [],
    iceUseIpv6: false,
    iceUseTcp: settings.tcp,
    icePortRange: [settings.browserPorts[0], settings.browserPorts[1]],
    iceAdditionalHostAddresses: [...settings.extraHostAddresses],
    iceFilterStunResponse: () => {
      onAlive();
      return true;
    },
  });
}

/**
 * Sets this side's description. Without a server of its own the library asks a public one for this machine's address: in a network that is closed it would
 * wait five seconds for each connection, in an open one tell a stranger of every call. Nobody is asked.
 */
export async function describe(peer: RTCPeerConnection, description: RTCSessionDescriptionInit): Promise<void> {
  for (const { connection } of peer.iceTransports) delete connection.stunServer;
  await peer.setLocalDescription(description);
}

/** The engine takes what is no description for one without lines. */
export const isDescription = (sdp: string) => /^v=0\r?\n/.test(sdp) && /^m=(audio|video) /m.test(sdp);

/** Milliseconds between the last question of ICE and its answer; null: none yet. */
export function roundTripOf(peer: RTCPeerConnection): number | null {
  const seconds = peer.iceTransports[0]?.connection.nominated?.rtt;
  return seconds === undefined ? null : Math.round(seconds * 10_000) / 10;
}
