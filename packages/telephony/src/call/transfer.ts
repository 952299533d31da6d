import { parseNameAddress } from '../message/name-address.ts';
import { numberOf } from '../message/uri.ts';
import type { ServerTransaction } from '../transaction/server-transaction.ts';
import { type Asked, ask } from './ask.ts';
import type { Dialog } from './dialog.ts';
import type { Established } from './established-call.ts';

/** Times of T1 that the other side has to say how its call went: one minute. */
const WAIT = 120;

/** REFER in both directions (RFC 3515), and what becomes of it. */
export class Transfer {
  readonly #call: Established;
  readonly #judge: (asked: Asked) => void;
  #isWaiting = false;
  #lastStatus = 0;
  #cancelWait: () => void = () => {};

  constructor(call: Established, judge: (asked: Asked) => void) {
    this.#call = call;
    this.#judge = judge;
  }

  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  /** Resolves once the other side has taken the order or refused it; how it went comes as `transferred`. */
  async start(referTo: string): Promise<void> {
    const { services, dialog, line } = this.#call;
    this.#isWaiting = true;
    this.#lastStatus = 0;
    const asked = await ask({
      transactions: services.transactions,
      randomText: services.randomText,
      make: (extra) =>
        dialog.request('REFER', [...extra, ['Refer-To', referTo], ['Referred-By', `<${dialog.contact}>`]]),
      to: dialog.endpoint,
      credentials: line.credentials,
    });
    if (!this.#isWaiting) return;
    if (asked.kind !== 'answered' || asked.response.status >= 300) {
      this.#finish(false, asked.kind === 'answered' ? asked.response.status : 408);
      this.#judge(asked);
      return;
    }
    this.#cancelWait = services.clock.after(WAIT * services.timing.t1, () => this.#finish(false, 408));
  }

  notified(transaction: ServerTransaction): void {
    const { headers, body } = transaction.request;
    const isOurs = this.#isWaiting && /^refer\b/i.test(headers.get('event') ?? '');
    transaction.respond({ status: isOurs ? 200 : 481 });
    const status = Number(/^SIP\/2\.0 ([1-6]\d\d)/.exec(body)?.[1] ?? 0);
    if (!isOurs) return;
    if (status >= 100) this.#lastStatus = status;
    const isOver = /^terminated/i.test(headers.get('subscription-state') ?? '');
    if (status >= 200 || isOver)
      this.#finish(this.#lastStatus >= 180 && this.#lastStatus < 300, this.#lastStatus || 487);
  }

  /** The other side hung up before it said how it went: it went if the new call had rung. */
  peerLeft(): void {
    if (this.#isWaiting) this.#finish(this.#lastStatus >= 180 && this.#lastStatus < 300, this.#lastStatus || 487);
  }

  /**
   * The other side wants us to call somebody. A trunk may not: who asks from outside would have us pay. An agent's own telephone may ask, and the
   * platform decides as it does for every call.
   */
  asked(transaction: ServerTransaction): void {
    const { services, sipCallId, line, dialog } = this.#call;
    const target = parseNameAddress(transaction.request.headers.get('refer-to') ?? '');
    const to = numberOf(target?.uri ?? null);
    if (line.kind === 'trunk' || to === '' || target?.uri.headers !== '') {
      transaction.respond({ status: 603 });
      return;
    }
    transaction.respond({ status: 202 });
    void ask({
      transactions: services.transactions,
      randomText: services.randomText,
      make: (extra) =>
        dialog.request(
          'NOTIFY',
          [
            ...extra,
            ['Event', 'refer'],
            ['Subscription-State', 'terminated;reason=noresource'],
            ['Content-Type', 'message/sipfrag;version=2.0'],
          ],
          'SIP/2.0 100 Trying\r\n',
        ),
      to: dialog.endpoint,
      credentials: line.credentials,
    });
    services.emit({ type: 'transfer_asked', sipCallId, to });
  }

  drop(): void {
    this.#isWaiting = false;
    this.#cancelWait();
  }

  #finish(ok: boolean, status: number): void {
    if (!this.#isWaiting) return;
    this.drop();
    const { services, sipCallId } = this.#call;
    services.emit({ type: 'transferred', sipCallId, ok, status });
    if (ok) this.onDone();
  }

  /** Whoever was handed on needs this call no more. */
  onDone: () => void = () => {};
}

/** Refer-To of a call that takes over another of ours (RFC 3891): who is told finds that call by its own tags. */
export function referToDialog({ target, callId, localTag, remoteTag }: Dialog): string {
  const replaces = `${callId};to-tag=${remoteTag};from-tag=${localTag}`;
  const plain = target.split('?')[0] ?? target;
  return `<${plain}?Replaces=${encodeURIComponent(replaces)}>`;
}
