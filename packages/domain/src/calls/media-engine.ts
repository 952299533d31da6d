/** What a leg carries. */
export type MediaKind = 'audio' | 'video' | 'screen';

/** Who a leg belongs to, as the recording and the events name it. */
export type LegRole = 'customer' | 'agent' | 'supervisor' | 'third_party';

/**
 * `opus`: browsers only. `g711`: a telephone is, or may come, in the call; browsers then send PCMU (payload type 0) and nothing is
 * transcoded.
 */
export type SessionAudio = 'opus' | 'g711';

/** One direction of one connection: what `from` sends reaches `to`. Nothing flows that no route names. */
export interface Route {
  readonly from: string;
  readonly to: string;
  readonly kinds: readonly MediaKind[];
}

/** Of a browser's two connections: the one it publishes on (it offers), the one it listens on (only the engine offers). */
export type LegSide = 'publish' | 'subscribe';

/** As browsers write it; `candidate` empty: the end of candidates. */
export interface IceCandidate {
  readonly candidate: string;
  readonly sdpMid: string | null;
  readonly sdpMLineIndex: number | null;
}

/** A stream in the engine's offer: which line carries whose what. */
export interface OfferedStream {
  readonly mid: string;
  readonly from: string;
  readonly kind: MediaKind;
}

/** A telephone's side: plain RTP/AVP or SRTP with keys from its SDP. */
export interface RtpParameters {
  readonly host: string;
  readonly port: number;
  readonly codec: 'PCMU' | 'PCMA';
  /** Payload type of telephone-event; null: the peer has none. */
  readonly dtmfPayloadType: number | null;
  /** SDES key of RFC 4568, base64 of 30 octets; null: plain RTP. */
  readonly srtpKey: string | null;
}

/** What a telephone hears while nobody is routed to it. `file` is a WAV (PCM, 8 kHz, mono) in the engine's sounds folder. */
export type Sound =
  | { readonly kind: 'silence' }
  | { readonly kind: 'tone'; readonly hertz: number }
  | { readonly kind: 'file'; readonly name: string; readonly repeat: boolean };

/** Of one leg since the last report. */
export interface LegQuality {
  readonly legId: string;
  /** 0–1, of the packets expected in the interval. */
  readonly loss: number;
  readonly jitterMilliseconds: number;
  /** null: not known yet. */
  readonly roundTripMilliseconds: number | null;
  /** Estimated mean opinion score, 1–4.5 (ITU-T G.107, simplified); null: no audio. */
  readonly mos: number | null;
}

export type RecordingMode = 'per_leg' | 'mixed';

/** One file of a finished recording, in the engine's recordings folder until it is fetched. */
export interface RecordedFile {
  readonly path: string;
  /** null: all legs mixed into one. */
  readonly legId: string | null;
  readonly contentType: string;
  readonly bytes: number;
  readonly milliseconds: number;
}

export type MediaEvent =
  | {
      readonly type: 'offer';
      readonly sessionId: string;
      readonly legId: string;
      readonly negotiation: number;
      readonly sdp: string;
      readonly streams: readonly OfferedStream[];
    }
  | {
      readonly type: 'candidate';
      readonly sessionId: string;
      readonly legId: string;
      readonly side: LegSide;
      readonly candidate: IceCandidate;
    }
  /** The first packet of a kind arrived: media flow from this leg. */
  | { readonly type: 'flowing'; readonly sessionId: string; readonly legId: string; readonly kind: MediaKind }
  /** Nothing arrived for five seconds, or ICE failed; the leg may come back by `restartIce`. */
  | { readonly type: 'interrupted'; readonly sessionId: string; readonly legId: string }
  | { readonly type: 'resumed'; readonly sessionId: string; readonly legId: string }
  | { readonly type: 'dtmf'; readonly sessionId: string; readonly legId: string; readonly digit: string }
  | { readonly type: 'quality'; readonly sessionId: string; readonly legs: readonly LegQuality[] }
  | { readonly type: 'played'; readonly sessionId: string; readonly legId: string }
  | { readonly type: 'recorded'; readonly sessionId: string; readonly files: readonly RecordedFile[] }
  /** The engine's process died: every session of it is gone. It is started again by itself. */
  | { readonly type: 'engine_lost'; readonly sessionIds: readonly string[] };

/** Why the engine refuses; `engine_away`: it is being started, try again. */
export type MediaRefusal =
  | 'no_such_session'
  | 'no_such_leg'
  | 'bad_description'
  | 'out_of_ports'
  | 'too_many'
  | 'engine_away';

export type MediaReply<Value = void> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: MediaRefusal; readonly message: string };

/**
 * Audio and video behind one port. The platform owns rooms, roles, who may hear whom and the state of the call; the engine owns SDP, ICE, RTP
 * and files. Every call answers within five seconds, or with `engine_away`. Sessions and legs are named by the platform's ids.
 */
export interface MediaEngine {
  /** Asking twice is no error; a session of the same name with other sound is `too_many`. */
  createSession(session: { readonly sessionId: string; readonly audio: SessionAudio }): Promise<MediaReply>;
  /** Ends all its legs; a recording is finished first. Ending twice is no error. */
  endSession(sessionId: string): Promise<MediaReply>;

  /** A leg of the same name is `too_many`. A page that was loaded anew is another leg: its connections are gone. */
  addBrowserLeg(leg: {
    readonly sessionId: string;
    readonly legId: string;
    readonly role: LegRole;
  }): Promise<MediaReply>;
  /** A telephone, in a session of `g711` (else `bad_description`): opens a port, answers where it listens. Speaks once `connectTelephoneLeg` names the peer. */
  addTelephoneLeg(leg: {
    readonly sessionId: string;
    readonly legId: string;
    readonly role: LegRole;
  }): Promise<MediaReply<{ readonly host: string; readonly port: number; readonly srtpKey: string }>>;
  /** Also anew, when the peer moves or changes its codec. Nothing is heard of any other host. */
  connectTelephoneLeg(sessionId: string, legId: string, remote: RtpParameters): Promise<MediaReply>;
  /** Removing twice is no error. */
  removeLeg(sessionId: string, legId: string): Promise<MediaReply>;

  /** A browser's offer on its publish side; `screens`: mids of its lines that are a screen, not a camera. Answers with the engine's SDP. */
  publish(
    sessionId: string,
    legId: string,
    offer: { readonly sdp: string; readonly screens: readonly string[] },
  ): Promise<MediaReply<{ readonly sdp: string }>>;
  /** A browser's answer to the engine's offer with this number; an older number is ignored. */
  answer(sessionId: string, legId: string, negotiation: number, sdp: string): Promise<MediaReply>;
  candidate(sessionId: string, legId: string, side: LegSide, candidate: IceCandidate): Promise<MediaReply>;
  /** The network changed: offers anew on the subscribe side; the publish side follows with an offer of the browser's own. */
  restartIce(sessionId: string, legId: string): Promise<MediaReply>;

  /**
   * The whole table, in one step; what no route names is silent from the next packet on. `expected` will be routed soon: browsers are offered
   * its lines now, so that nothing need be negotiated then, and nothing flows.
   */
  setRoutes(sessionId: string, routes: readonly Route[], expected?: readonly Route[]): Promise<MediaReply>;
  /** To a telephone: replaces what it hears until `stopPlaying`; a `file` that ends is told as `played`. */
  play(sessionId: string, legId: string, sound: Sound): Promise<MediaReply>;
  stopPlaying(sessionId: string, legId: string): Promise<MediaReply>;
  sendDtmf(sessionId: string, legId: string, digits: string): Promise<MediaReply>;

  /** Of what these legs send, heard by anybody or not; refused with `too_many` while one runs. Every file begins and ends with the recording. */
  startRecording(
    sessionId: string,
    recording: { readonly legIds: readonly string[]; readonly modes: readonly RecordingMode[] },
  ): Promise<MediaReply>;
  /** Silence and black are written while it pauses: times in the file stay true. */
  pauseRecording(sessionId: string): Promise<MediaReply>;
  resumeRecording(sessionId: string): Promise<MediaReply>;
  /** The files come as `recorded`. */
  stopRecording(sessionId: string): Promise<MediaReply>;

  /** Until the function it returns is called. */
  subscribe(listener: (event: MediaEvent) => void): () => void;
  close(): Promise<void>;
}
