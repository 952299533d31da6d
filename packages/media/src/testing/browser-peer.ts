import type { MediaEngine, MediaEvent, MediaReply, SessionAudio } from '@alongside/domain';
import { RTCPeerConnection, RTCRtpCodecParameters, type RTCRtpSender, RtpHeader, RtpPacket } from 'werift';
import { encodeG711 } from '../audio/g711.ts';
import { toneFrames } from '../audio/tones.ts';
import { describe } from '../engine/peer.ts';

/** The two connections of a browser without a browser: for load, and for tests that need packets but no pictures. */
export interface BrowserPeer {
  /** Connects and sends 50 packets a second from then on. */
  publish(hertz: number): Promise<void>;
  /** Packets that came, and how many of those that should have did not. */
  received(): { readonly packets: number; readonly lost: number };
  close(): Promise<void>;
}

/** Nothing but this relay is used. */
export interface OnlyRelay {
  readonly url: string;
  readonly username: string;
  readonly credential: string;
}

const makePeer = (audio: SessionAudio, relay: OnlyRelay | null) =>
  new RTCPeerConnection({
    codecs: {
      audio: [
        audio === 'opus'
          ? new RTCRtpCodecParameters({ mimeType: 'audio/opus', clockRate: 48_000, channels: 2 })
          : new RTCRtpCodecParameters({ mimeType: 'audio/PCMU', clockRate: 8_000, channels: 1, payloadType: 0 }),
      ],
      video: [],
    },
    ...(relay === null
      ? { iceServers: [], iceAdditionalHostAddresses: ['127.0.0.1'] }
      : {
          iceServers: [{ urls: relay.url, username: relay.username, credential: relay.credential }],
          iceTransportPolicy: 'relay' as const,
        }),
    iceUseIpv6: false,
    bundlePolicy: 'max-bundle',
  });

function must<Value>(reply: MediaReply<Value>): Value {
  if (!reply.ok) throw new Error(`${reply.refusal}: ${reply.message}`);
  return reply.value;
}

/** A browser's leg that is in the session already. */
export function openBrowserPeer(
  engine: MediaEngine,
  sessionId: string,
  legId: string,
  audio: SessionAudio,
  relay: OnlyRelay | null = null,
): BrowserPeer {
  const sending = makePeer(audio, relay);
  const listening = makePeer(audio, relay);
  const frames: Buffer[] = [];
  let sender: RTCRtpSender | null = null;
  let timer: NodeJS.Timeout | undefined;
  let [packets, first, highest] = [0, -1, 0];
  let turn: Promise<unknown> = Promise.resolve();

  const take = async (event: MediaEvent) => {
    if (!('legId' in event) || event.legId !== legId || event.sessionId !== sessionId) return;
    if (event.type === 'candidate') {
      const { candidate, sdpMid, sdpMLineIndex } = event.candidate;
      const line = { ...(sdpMid !== null && { sdpMid }), ...(sdpMLineIndex !== null && { sdpMLineIndex }) };
      await (event.side === 'publish' ? sending : listening)
        .addIceCandidate({ candidate, ...line })
        .catch(() => undefined);
    }
    if (event.type !== 'offer') return;
    await listening.setRemoteDescription({ type: 'offer', sdp: event.sdp });
    await describe(listening, await listening.createAnswer());
    await engine.answer(sessionId, legId, event.negotiation, listening.localDescription?.sdp ?? '');
  };
  const stop = engine.subscribe((event) => {
    turn = turn.then(() => take(event)).catch(() => undefined);
  });
  listening.onRemoteTransceiverAdded.subscribe((transceiver) =>
    transceiver.onTrack.subscribe((track) =>
      track.onReceiveRtp.subscribe(({ header }) => {
        packets += 1;
        if (first < 0) {
          first = header.sequenceNumber;
          highest = first;
        }
        const ahead = (header.sequenceNumber - (highest & 0xffff)) & 0xffff;
        if (ahead < 0x8000) highest += ahead;
      }),
    ),
  );

  return {
    async publish(hertz) {
      const tone = toneFrames([hertz]);
      for (let count = 0; count < 50; count += 1) frames.push(encodeG711(tone(), 'PCMU'));
      sender = sending.addTransceiver('audio', { direction: 'sendonly' }).sender;
      await describe(sending, await sending.createOffer());
      const offer = { sdp: sending.localDescription?.sdp ?? '', screens: [] };
      const { sdp } = must(await engine.publish(sessionId, legId, offer));
      await sending.setRemoteDescription({ type: 'answer', sdp });
      if (sending.connectionState !== 'connected')
        await sending.connectionStateChange.watch((state) => state === 'connected', 20_000);
      let count = 0;
      let due = performance.now();
      const step = audio === 'opus' ? 960 : 160;
      const beat = () => {
        for (; due <= performance.now(); due += 20) {
          count += 1;
          const header = new RtpHeader({
            payloadType: 0,
            sequenceNumber: count & 0xffff,
            timestamp: count * step,
            ssrc: 1,
          });
          void sender
            ?.sendRtp(new RtpPacket(header, frames[count % 50] ?? Buffer.alloc(160, 0xff)))
            .catch(() => undefined);
        }
        timer = setTimeout(beat, Math.max(1, due - performance.now()));
      };
      beat();
    },
    received: () => ({ packets, lost: first < 0 ? 0 : Math.max(0, highest - first + 1 - packets) }),
    async close() {
      clearTimeout(timer);
      stop();
      await Promise.all([sending.close(), listening.close()]);
    },
  };
}
