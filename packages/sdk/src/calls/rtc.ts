/** The part of WebRTC and of the media devices that calls use. A browser's own objects fit as they are; React Native and tests pass theirs. */

export interface TrackLike {
  readonly id: string;
  readonly kind: string;
  /** False: silence or black is sent; the device stays open. */
  enabled: boolean;
  /** Nothing comes from its source for now. */
  readonly muted: boolean;
  readonly readyState: string;
  stop(): void;
  getSettings?(): { readonly deviceId?: string };
  addEventListener(type: 'ended' | 'mute' | 'unmute', listener: () => void): void;
}

export interface MediaStreamLike {
  getTracks(): TrackLike[];
}

export interface CandidateLike {
  readonly candidate: string;
  readonly sdpMid: string | null;
  readonly sdpMLineIndex: number | null;
}

export interface DescriptionLike {
  readonly type: string;
  readonly sdp?: string | undefined;
}

interface EncodingsLike {
  encodings: { maxBitrate?: number }[];
}

export interface SenderLike {
  readonly track: TrackLike | null;
  replaceTrack(track: TrackLike | null): Promise<void>;
  getParameters(): EncodingsLike;
  setParameters(parameters: EncodingsLike): Promise<void>;
}

export interface TransceiverLike {
  readonly mid: string | null;
  readonly sender: SenderLike;
  readonly receiver: { readonly track: TrackLike };
}

/** One line of getStats: the few fields that are read here. Rates over the interval are made from the totals. */
export interface StatLike {
  readonly type: string;
  readonly id: string;
  readonly kind?: string;
  readonly packetsLost?: number;
  readonly packetsReceived?: number;
  /** Seconds. */
  readonly jitter?: number;
  readonly roundTripTime?: number;
  readonly currentRoundTripTime?: number;
  readonly nominated?: boolean;
  readonly state?: string;
  /** 0–1, as the peer reports it. */
  readonly fractionLost?: number;
}

export interface IceServer {
  readonly urls: string | readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

export interface PeerLike {
  readonly signalingState: string;
  readonly connectionState: string;
  readonly iceConnectionState: string;
  readonly localDescription: DescriptionLike | null;
  readonly remoteDescription: DescriptionLike | null;
  addTransceiver(track: TrackLike | string, init: { direction: 'sendonly' | 'recvonly' }): TransceiverLike;
  getTransceivers(): TransceiverLike[];
  createOffer(): Promise<DescriptionLike>;
  createAnswer(): Promise<DescriptionLike>;
  setLocalDescription(description: DescriptionLike): Promise<void>;
  setRemoteDescription(description: { readonly type: 'offer' | 'answer'; readonly sdp: string }): Promise<void>;
  addIceCandidate(candidate: CandidateLike): Promise<void>;
  restartIce(): void;
  setConfiguration?(configuration: { iceServers: IceServer[]; bundlePolicy: 'max-bundle' }): void;
  getStats(): Promise<{ forEach(listener: (stat: StatLike) => void): void }>;
  addEventListener(type: 'icecandidate', listener: (event: { readonly candidate: CandidateLike | null }) => void): void;
  addEventListener(type: 'connectionstatechange' | 'iceconnectionstatechange', listener: () => void): void;
  close(): void;
}

export interface DeviceLike {
  readonly deviceId: string;
  readonly kind: string;
  /** Empty until the person has allowed a device of this kind. */
  readonly label: string;
}

type Wanted = boolean | Readonly<Record<string, unknown>>;

export interface MediaDevicesLike {
  getUserMedia(wanted: { audio?: Wanted; video?: Wanted }): Promise<MediaStreamLike>;
  /** Missing: no screen can be shared here. */
  getDisplayMedia?(wanted: { video: Wanted; audio?: Wanted }): Promise<MediaStreamLike>;
  enumerateDevices(): Promise<DeviceLike[]>;
  addEventListener?(type: 'devicechange', listener: () => void): void;
  removeEventListener?(type: 'devicechange', listener: () => void): void;
}

/** What calls need of their surroundings. */
export interface RtcPort {
  createPeer(configuration: { iceServers: IceServer[]; bundlePolicy: 'max-bundle' }): PeerLike;
  /** null: this surrounding has no devices, as on a page without https. */
  readonly media: MediaDevicesLike | null;
  /** The way into the network changed: another Wi-Fi, from cable to mobile. Answers the way to stop. Missing: only ICE tells. */
  onNetworkChange?(listener: () => void): () => void;
}

interface Listenable {
  addEventListener(type: string, listener: () => void): void;
  removeEventListener(type: string, listener: () => void): void;
}

interface RtcGlobals extends Partial<Listenable> {
  readonly RTCPeerConnection?: new (configuration: object) => PeerLike;
  readonly navigator?: { readonly mediaDevices?: MediaDevicesLike; readonly connection?: Partial<Listenable> };
}

/** The browser's own; null where it has none. */
export function browserRtc(globals: RtcGlobals = globalThis as unknown as RtcGlobals): RtcPort | null {
  const Peer = globals.RTCPeerConnection;
  if (!Peer) return null;
  return {
    createPeer: (configuration) => new Peer(configuration),
    media: globals.navigator?.mediaDevices ?? null,
    onNetworkChange(listener) {
      const sources: [Partial<Listenable> | undefined, string][] = [
        [globals, 'online'],
        [globals.navigator?.connection, 'change'],
      ];
      for (const [source, type] of sources) source?.addEventListener?.(type, listener);
      return () => {
        for (const [source, type] of sources) source?.removeEventListener?.(type, listener);
      };
    },
  };
}
