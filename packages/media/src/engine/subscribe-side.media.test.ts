import { RTCPeerConnection, RTCRtpCodecParameters, RtpHeader, RtpPacket } from 'werift';
import { expect, onTestFinished, test, vi } from 'vitest';
import { defaultSettings } from '../settings.ts';
import { describe } from './peer.ts';
import { createSource } from './source.ts';
import { createSubscribeSide } from './subscribe-side.ts';

const keyFrame = Buffer.of(0x10, 0x00, 0x00, 0x00);
const settings = {
  ...defaultSettings,
  recordingsFolder: '',
  tcp: false,
  extraHostAddresses: ['127.0.0.1'],
};

/** Who listens, as a browser does; its handshake waits until it is let go. */
function listener() {
  const peer = new RTCPeerConnection({
    codecs: {
      audio: [new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 })],
      video: [new RTCRtpCodecParameters({ mimeType: 'video/VP8', clockRate: 90_000 })],
    },
    iceServers: [],
    iceAdditionalHostAddresses: ['127.0.0.1'],
    iceUseIpv6: false,
    bundlePolicy: 'max-bundle',
  });
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let seen = 0;
  peer.onRemoteTransceiverAdded.subscribe((transceiver) =>
    transceiver.onTrack.subscribe((track) =>
      track.onReceiveRtp.subscribe(() => {
        if (track.kind === 'video') seen += 1;
      }),
    ),
  );
  const answer = async (sdp: string): Promise<string> => {
    await peer.setRemoteDescription({ type: 'offer', sdp });
    for (const transport of peer.dtlsTransports) {
      const start = transport.start.bind(transport);
      transport.start = () => gate.then(start);
    }
    await describe(peer, await peer.createAnswer());
    return peer.localDescription?.sdp ?? '';
  };
  return { peer, answer, letGo, seen: () => seen };
}

test('a picture that comes in while the connection still shakes hands is shown', async () => {
  const offers: { negotiation: number; sdp: string }[] = [];
  const heard = listener();
  const side = createSubscribeSide({
    settings,
    audio: 'opus',
    now: () => performance.now(),
    onOffer: (negotiation, sdp) => offers.push({ negotiation, sdp }),
    onCandidate: () => undefined,
    onAlive: () => undefined,
  });
  onTestFinished(async () => {
    await Promise.all([side.close(), heard.peer.close()]);
  });
  const sourceOf = (kind: 'audio' | 'video') =>
    createSource({ legId: 'a', kind, coding: kind === 'audio' ? 'opus' : 'vp8', now: () => performance.now() });
  const [sound, picture] = [sourceOf('audio'), sourceOf('video')];
  const answered = async (count: number) => {
    await vi.waitFor(() => expect(offers).toHaveLength(count), 5_000);
    const { negotiation, sdp } = offers[count - 1] as (typeof offers)[number];
    expect(await side.answer(negotiation, await heard.answer(sdp))).toBe(true);
  };

  side.route([sound], new Set([sound]), new Set());
  await answered(1);
  await vi.waitFor(() => expect(heard.peer.iceConnectionState).toBe('connected'), 10_000);
  side.route([sound, picture], new Set([sound, picture]), new Set());
  await answered(2);
  heard.letGo();

  let count = 0;
  await vi.waitFor(
    () => {
      count += 1;
      const header = new RtpHeader({ payloadType: 97, sequenceNumber: count, timestamp: count * 3_000, ssrc: 7 });
      side.write(picture, new RtpPacket(header, keyFrame));
      expect(heard.seen()).toBeGreaterThan(0);
    },
    { timeout: 10_000, interval: 20 },
  );
});
