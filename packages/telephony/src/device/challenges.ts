import type { DigestAlgorithm } from '../auth/digest.ts';
import type { SipRequest } from '../message/sip-message.ts';

/** Registrations remembered; the oldest is forgotten first. */
const MOST = 5_000;
/** Telephones that give up at the sight of SHA-256 though MD5 stands beside it: those before re 2.0, from which the first bytes of their name are known. */
const knownOld = /^baresip v?[01]\./i;

/**
 * Which algorithms a telephone is offered: SHA-256 and MD5. One that comes again without an answer could do nothing with that and is offered MD5 alone from
 * then on; behind a password of 128 bits that is no loss. Names play no part, so nothing is told about them.
 */
export class Challenges {
  /** By Call-ID, which a telephone keeps for all its registrations. */
  readonly #known = new Map<string, 'asked' | 'old'>();

  algorithmsFor(request: SipRequest): readonly DigestAlgorithm[] {
    const { callId, headers } = request;
    const answers = headers.get('authorization') !== null;
    const before = this.#known.get(callId);
    const isOld =
      before === 'old' || (before === 'asked' && !answers) || knownOld.test(headers.get('user-agent') ?? '');
    this.#known.delete(callId);
    const oldest = this.#known.size >= MOST ? this.#known.keys().next().value : undefined;
    if (oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(callId, isOld ? 'old' : 'asked');
    return isOld ? ['MD5'] : ['SHA-256', 'MD5'];
  }

  /** It answered: it can do what it was offered. */
  answered({ callId }: SipRequest): void {
    if (this.#known.get(callId) === 'asked') this.#known.delete(callId);
  }
}
