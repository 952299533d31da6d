import { createLocalMedia } from '../../calls/local-media.ts';
import { createMediaSession, type LegSide, type MediaSession } from '../../calls/media-session.ts';
import { browserRtc, type CandidateLike, type PeerLike } from '../../calls/rtc.ts';
import { systemClock } from '../../ports/defaults.ts';
import { createTimers } from '../../timers.ts';
import { observePeers } from '../peer-contract.ts';

/*
 * Runs in Chromium: a participant whose engine is two more connections of the same page, which send back what they get. The engine's side
 * is written against the browser itself.
 */

interface Browser {
  RTCPeerConnection: new (configuration?: object) => EnginePeer;
  document: { createElement(name: string): Shown; body: { append(...things: unknown[]): void } };
  MediaStream: new (tracks: readonly unknown[]) => unknown;
  AudioContext: new () => Sound;
}
interface EnginePeer extends PeerLike {
  addTrack(track: unknown): unknown;
  ontrack: ((event: { track: unknown; transceiver: { mid: string | null } }) => void) | null;
}
interface Shown {
  srcObject: unknown;
  muted: boolean;
  play(): Promise<void>;
  getVideoPlaybackQuality(): { totalVideoFrames: number };
}
interface Sound {
  sampleRate: number;
  createMediaStreamSource(stream: unknown): { connect(to: unknown): void };
  createAnalyser(): { fftSize: number; getFloatTimeDomainData(into: Float32Array): void };
}
const browser = globalThis as unknown as Browser;

export const peers = () => observePeers(() => new browser.RTCPeerConnection() as PeerLike);

export function start() {
  const rtc = browserRtc();
  if (!rtc) throw new Error('No WebRTC here.');
  const log: string[] = [];
  const logger = {
    debug() {},
    info() {},
    warn: (message: string, detail?: object) => log.push(message + JSON.stringify(detail)),
  };
  const local = createLocalMedia({ media: rtc.media, logger });
  const [ingoing, outgoing] = [new browser.RTCPeerConnection(), new browser.RTCPeerConnection()];
  let negotiation = 0;
  const tell = (side: LegSide) => (event: { candidate: CandidateLike | null }) => {
    const { candidate = '', sdpMid = null, sdpMLineIndex = null } = event.candidate ?? {};
    session.candidate(side, { candidate, sdpMid, sdpMLineIndex });
  };
  ingoing.addEventListener('icecandidate', tell('publish'));
  outgoing.addEventListener('icecandidate', tell('subscribe'));
  let back: string[] = [];
  const offer = async () => {
    const made = await outgoing.createOffer();
    await outgoing.setLocalDescription(made);
    negotiation += 1;
    const streams = outgoing
      .getTransceivers()
      .flatMap(({ mid, sender }) =>
        mid && sender.track ? [{ mid, from: 'echo', kind: sender.track.kind as 'audio' | 'video' }] : [],
      );
    session.offer({ negotiation, sdp: made.sdp ?? '', streams });
  };
  const session: MediaSession = createMediaSession({
    rtc,
    local,
    iceServers: [],
    logger,
    timers: createTimers(systemClock),
    failed: (error) => log.push(error.message),
    signalling: {
      async publish({ sdp }) {
        ingoing.ontrack = ({ track }) => {
          const { id } = track as { id: string };
          if (back.includes(id)) return;
          back = [...back, id];
          outgoing.addTrack(track);
        };
        await ingoing.setRemoteDescription({ type: 'offer', sdp });
        const answer = await ingoing.createAnswer();
        await ingoing.setLocalDescription(answer);
        void offer();
        return { sdp: answer.sdp ?? '' };
      },
      answer: (_, sdp) => outgoing.setRemoteDescription({ type: 'answer', sdp }),
      candidate: (side, candidate) =>
        void (side === 'publish' ? ingoing : outgoing).addIceCandidate(candidate).catch(() => {}),
      restartIce: async () => {
        outgoing.restartIce();
        await offer();
      },
    },
  });
  const shown = browser.document.createElement('video');
  shown.muted = true;
  browser.document.body.append(shown);
  const sound = new browser.AudioContext();
  const heard = sound.createAnalyser();
  let connected: unknown = null;
  session.remote.subscribe((tracks) => {
    shown.srcObject = new browser.MediaStream(tracks.map(({ track }) => track));
    void shown.play();
    const audio = tracks.find(({ kind }) => kind === 'audio')?.track;
    if (!audio || audio === connected) return;
    connected = audio;
    sound.createMediaStreamSource(new browser.MediaStream([audio])).connect(heard);
  });
  return {
    session,
    local,
    log,
    frames: () => shown.getVideoPlaybackQuality().totalVideoFrames,
    /** The loudest sample just now, 0–1. */
    loudness() {
      const samples = new Float32Array(heard.fftSize);
      heard.getFloatTimeDomainData(samples);
      return samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), 0);
    },
    ufrag: () => /ice-ufrag:(\S+)/.exec(ingoing.remoteDescription?.sdp ?? '')?.[1],
  };
}
