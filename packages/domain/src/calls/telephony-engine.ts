import type { RtpParameters } from './media-engine.ts';

/** Where the media engine listens for a telephone leg, for the SDP that telephony writes. */
export interface LocalRtp {
  readonly host: string;
  readonly port: number;
  /** Offered only where the trunk speaks SRTP. */
  readonly srtpKey: string;
}

/** A way to the public telephone network. Passwords come in clear from the sealed setting and are never logged. */
export interface Trunk {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  /** `register`: we sign in there. `address`: it knows us by our address, and we it by `peers`. */
  readonly mode: 'register' | 'address';
  readonly host: string;
  /** null: 5060, or 5061 with TLS. */
  readonly port: number | null;
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly username: string | null;
  readonly password: string | null;
  /** Who calls in over it: IP addresses; everybody else is answered as unknown. */
  readonly peers: readonly string[];
  readonly srtp: 'never' | 'when_offered' | 'always';
  /** Caller's number of calls out, E.164. */
  readonly callerNumber: string;
  readonly codecs: readonly ('PCMU' | 'PCMA')[];
}

/** A desk phone or softphone that an agent signs in; the digest is over SHA-256 or MD5 as the device can. */
export interface Device {
  readonly agentId: string;
  readonly tenantId: string;
  readonly username: string;
  readonly password: string;
}

export type CallFailure =
  | 'busy'
  | 'no_answer'
  | 'unreachable'
  | 'refused'
  | 'cancelled'
  | 'trunk_down'
  | 'not_authenticated'
  | 'no_common_codec'
  | 'network';

/** A trunk that a call may have come over, with the numbers as they are read in its country. */
export interface CameOver {
  readonly trunkId: string;
  readonly from: string;
  readonly to: string;
}

export type TelephonyEvent =
  /**
   * An INVITE over a known trunk; 100 is sent. The platform answers with `ring`, `answer` or `reject`. `from` and `to` are E.164 where they can be read
   * so (without `+`: in the country of the trunk's own number), else as the carrier writes them; `from` is empty where it is withheld. `others`: the
   * trunks, of whichever tenant, that it may have come over as well, the likelier ones first; the platform decides whose call it is.
   */
  | (CameOver & {
      readonly type: 'incoming';
      readonly sipCallId: string;
      readonly fromName: string | null;
      readonly remote: RtpParameters;
      readonly others?: readonly CameOver[];
    })
  /** `remote`: sound comes before the answer (an announcement, a ring-back tone), from there. */
  | { readonly type: 'ringing'; readonly sipCallId: string; readonly remote?: RtpParameters }
  /** The peer answered our call; `remote` is where it listens. */
  | { readonly type: 'answered'; readonly sipCallId: string; readonly remote: RtpParameters }
  /** A re-INVITE of the peer's changed the address, or held (`sends` false) or resumed. */
  | {
      readonly type: 'changed';
      readonly sipCallId: string;
      readonly remote: RtpParameters;
      readonly sends: boolean;
      readonly receives: boolean;
    }
  /** RFC 2833 digits come by the media engine; these came by SIP INFO. */
  | { readonly type: 'dtmf'; readonly sipCallId: string; readonly digit: string }
  /** An agent's device sent REFER; the platform decides, by the dial policy. A trunk's is refused: whoever asks from outside would have us pay. */
  | { readonly type: 'transfer_asked'; readonly sipCallId: string; readonly to: string }
  | { readonly type: 'transferred'; readonly sipCallId: string; readonly ok: boolean; readonly status: number }
  | {
      readonly type: 'ended';
      readonly sipCallId: string;
      readonly by: 'peer' | 'us';
      readonly failure: CallFailure | null;
      readonly status: number | null;
    }
  | {
      readonly type: 'trunk';
      readonly trunkId: string;
      readonly state: 'registered' | 'reachable' | 'failed';
      readonly reason: string | null;
      readonly status: number | null;
    }
  | { readonly type: 'device'; readonly agentId: string; readonly state: 'registered' | 'gone' };

export type TelephonyRefusal =
  | 'no_such_trunk'
  | 'no_such_call'
  | 'no_such_device'
  | 'bad_number'
  | 'wrong_state'
  | 'engine_away';

export type TelephonyReply<Value = void> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: TelephonyRefusal; readonly message: string };

/**
 * SIP behind one port: dialogs, transactions, registrations. Sound never passes here: every SDP names the media engine's port. Who may call whom
 * is decided before `dial`; the engine only refuses what cannot be a number. It follows no redirect outward.
 */
export interface TelephonyEngine {
  /** The whole list; what is gone is unregistered, its calls stay until they end. */
  setTrunks(trunks: readonly Trunk[]): Promise<TelephonyReply>;
  setDevices(devices: readonly Device[]): Promise<TelephonyReply>;
  /** Where it listens, for `doctor` and tests. */
  addresses(): readonly { readonly transport: 'udp' | 'tcp' | 'tls'; readonly host: string; readonly port: number }[];

  /** `number` is E.164; `device`: an agent's own telephone instead of a trunk. Answers once the INVITE is on its way. */
  dial(call: {
    readonly sipCallId: string;
    readonly via: { readonly trunkId: string; readonly number: string } | { readonly deviceOf: string };
    readonly local: LocalRtp;
    /** After so many seconds unanswered it is cancelled as `no_answer`. */
    readonly ringSeconds: number;
  }): Promise<TelephonyReply>;
  /** 180 to an incoming call. */
  ring(sipCallId: string): Promise<TelephonyReply>;
  /** 200 with SDP; resolves after the ACK, or refuses when none comes. `early`: 183 instead, so that the caller hears before the answer. */
  answer(sipCallId: string, local: LocalRtp, early?: boolean): Promise<TelephonyReply>;
  reject(sipCallId: string, why: 'busy' | 'declined' | 'unavailable' | 'not_found'): Promise<TelephonyReply>;
  /** By re-INVITE: sendonly, or sendrecv again. */
  hold(sipCallId: string, held: boolean): Promise<TelephonyReply>;
  /** REFER; `to` is E.164 (blind), or another call of ours (attended, with Replaces). The end comes as `transferred`. */
  transfer(
    sipCallId: string,
    to: { readonly number: string } | { readonly sipCallId: string },
  ): Promise<TelephonyReply>;
  /** BYE, CANCEL or a refusal, whichever its state asks for. Ending twice is no error. */
  end(sipCallId: string): Promise<TelephonyReply>;

  subscribe(listener: (event: TelephonyEvent) => void): () => void;
  close(): Promise<void>;
}
