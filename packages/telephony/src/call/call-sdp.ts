import type { LocalRtp, RtpParameters } from '@alongside/domain';
import { type Agreed, agree, answerTo, type MediaPolicy } from '../sdp/negotiate.ts';
import { type Codec, type Direction, parseSdp, type RemoteSdp } from '../sdp/parse-sdp.ts';
import { DTMF_PAYLOAD_TYPE, writeSdp } from '../sdp/write-sdp.ts';

/** The descriptions of one call: what was agreed last, and the next that we send. */
export class CallSdp {
  readonly #policy: MediaPolicy;
  readonly #sessionId: number;
  #version = 0;
  #agreed: Agreed | null = null;
  #local: LocalRtp | null = null;
  held = false;

  constructor(policy: MediaPolicy, randomNumber: () => number) {
    this.#policy = policy;
    this.#sessionId = Math.floor(randomNumber() * 2 ** 40);
  }

  /** null: nothing agreed yet. */
  get remote(): RtpParameters | null {
    return this.#agreed?.remote ?? null;
  }

  set local(local: LocalRtp) {
    this.#local = local;
  }

  /** Reads an offer or answer and keeps it as agreed; null: nothing in common, nothing is changed. */
  take(body: string): { readonly sdp: RemoteSdp; readonly remote: RtpParameters } | null {
    const sdp = parseSdp(body);
    const agreed = sdp && agree(sdp, this.#policy);
    if (!sdp || !agreed) return null;
    this.#agreed = agreed;
    return { sdp, remote: agreed.remote };
  }

  /** A first offer has every codec; later ones only the one that is spoken. */
  offer(): string {
    const direction: Direction = this.held ? 'sendonly' : 'sendrecv';
    const agreed = this.#agreed;
    const isSecure = agreed ? agreed.remote.srtpKey !== null : this.#policy.srtp === 'always';
    const codecs = agreed ? [agreed.remote.codec] : this.#policy.codecs;
    const dtmf = agreed ? agreed.remote.dtmfPayloadType : DTMF_PAYLOAD_TYPE;
    return this.#write(codecs, direction, isSecure ? '1' : null, dtmf, null);
  }

  /** To what `take` took last. */
  answer(sdp: RemoteSdp): string {
    const agreed = this.#agreed;
    if (!agreed) throw new Error('There is nothing agreed to answer with.');
    const { codec, dtmfPayloadType } = agreed.remote;
    return this.#write([codec], answerTo(sdp, this.held), agreed.cryptoTag, dtmfPayloadType, sdp);
  }

  #write(
    codecs: readonly Codec[],
    direction: Direction,
    cryptoTag: string | null,
    dtmfPayloadType: number | null,
    answering: RemoteSdp | null,
  ): string {
    if (!this.#local) throw new Error('There is no port for the sound of this call.');
    this.#version += 1;
    const sessionId = this.#sessionId;
    return writeSdp({
      local: this.#local,
      codecs,
      direction,
      cryptoTag,
      sessionId,
      version: this.#version,
      dtmfPayloadType,
      answering,
    });
  }
}
