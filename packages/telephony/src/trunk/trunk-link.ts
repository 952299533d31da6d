import type { TelephonyEvent, Trunk } from '@alongside/domain';
import { type Asked, ask } from '../call/ask.ts';
import { type Line, USER_AGENT } from '../call/services.ts';
import { countryOf, readNumber } from '../dial/dial-policy.ts';
import { hostAndPort } from '../message/uri.ts';
import type { Field } from '../message/write-message.ts';
import type { OutgoingRequest } from '../transaction/outgoing.ts';
import { type Endpoint, faultOf, isReliable } from '../transport/endpoint.ts';
import { resolveHost } from '../transport/resolve.ts';
import { backoff } from './backoff.ts';
import { grantedExpires, registerFields, seenAt, WANTED_EXPIRES } from './registration.ts';
import type { TrunkServices } from './trunk-services.ts';

/** Milliseconds. */
const PING_EVERY = 60_000;
const KEEP_ALIVE_EVERY = 25_000;
type State = Extract<TelephonyEvent, { type: 'trunk' }>['state'];

/** One trunk: where it is, whether it takes calls, who comes from it. */
export class TrunkLink {
  readonly trunk: Trunk;
  /** The user of our Contact there: calls to it come over this trunk, whoever else shares the carrier's address. */
  readonly token: string;
  readonly line: Line;
  readonly #services: TrunkServices;
  readonly #callId: string;
  readonly #fromTag: string;
  readonly #peers: Set<string>;
  readonly #country: string | null;
  #seq = 0;
  #way: Endpoint | null = null;
  /** Where a NAT shows us, as the registrar told. */
  #seen: { readonly host: string; readonly port: number } | null = null;
  #failures = 0;
  #told = '';
  #stopped = false;
  #cancelNext: () => void = () => {};
  #cancelKeepAlive: () => void = () => {};

  constructor(trunk: Trunk, services: TrunkServices) {
    this.trunk = trunk;
    this.#services = services;
    this.token = `t${services.randomText()}`;
    this.#callId = services.randomText();
    this.#fromTag = services.randomText();
    this.#peers = new Set(trunk.peers);
    this.#country = countryOf(trunk.callerNumber);
    const { username, password } = trunk;
    this.line = {
      kind: 'trunk',
      media: { srtp: trunk.srtp, codecs: trunk.codecs },
      credentials: username !== null && password !== null ? { username, password } : null,
      contact: () => this.#contact(),
      domain: hostAndPort(trunk.host, trunk.port),
    };
  }

  start(): void {
    void this.#round();
  }

  /** Signs out; resolves when the registrar has answered or cannot. */
  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#cancelNext();
    this.#cancelKeepAlive();
    const way = this.#way;
    if (this.trunk.mode === 'register' && way !== null && this.#told.startsWith('registered'))
      await this.#register(way, 0);
  }

  /** A number as this carrier writes it, in E.164 where it can be read so: without `+` it is one of the country of our own number there. */
  number(written: string): string {
    return (this.#country !== null && readNumber(written, this.#country)) || written;
  }

  isPeer(from: Pick<Endpoint, 'host'>): boolean {
    return this.#peers.has(from.host);
  }

  /** Where calls go; null: its name has no address now. */
  async way(): Promise<Endpoint | null> {
    if (this.#way === null) await this.#resolve().catch(() => []);
    return this.#way;
  }

  async #resolve(): Promise<readonly Endpoint[]> {
    const found = await resolveHost(this.#services.resolver, this.trunk);
    for (const { host } of found) this.#peers.add(host);
    this.#way ??= found[0] ?? null;
    return found;
  }

  /** Asks once at each address until one answers, then sets the time of the next round. */
  async #round(): Promise<void> {
    let last: Asked = { kind: 'timeout' };
    try {
      for (const way of await this.#resolve()) {
        last = await (this.trunk.mode === 'register' ? this.#register(way, WANTED_EXPIRES) : this.#ping(way));
        if (last.kind === 'answered') {
          this.#way = way;
          break;
        }
      }
    } catch (error) {
      last = { kind: 'failed', failure: faultOf(error) };
    }
    if (!this.#stopped) this.#judge(last);
  }

  #judge(asked: Asked): void {
    if (asked.kind === 'failed') this.#failed(asked.failure.fault, null, 'ordinary');
    else if (asked.kind === 'timeout') this.#failed('timeout', null, 'ordinary');
    else if (this.trunk.mode === 'address') this.#reached(asked);
    else this.#registered(asked);
  }

  #reached({ response }: Extract<Asked, { kind: 'answered' }>): void {
    // Whatever it says to OPTIONS, it is there; only these say that it will not take our calls.
    if (response.status === 503 || response.status === 403) {
      this.#failed(response.status === 403 ? 'forbidden' : 'unavailable', response.status, 'ordinary');
      return;
    }
    this.#failures = 0;
    this.#tell('reachable', null, response.status);
    this.#next(PING_EVERY);
  }

  #registered({ response }: Extract<Asked, { kind: 'answered' }>): void {
    const { status } = response;
    if (status >= 300) {
      const about = status === 401 || status === 407 ? 'not_authenticated' : status === 403 ? 'forbidden' : 'refused';
      this.#failed(about, status, about === 'refused' ? 'ordinary' : 'credentials');
      return;
    }
    this.#failures = 0;
    const seen = isReliable(this.trunk.transport) ? null : seenAt(response);
    if (seen && (this.#seen?.host !== seen.host || this.#seen.port !== seen.port)) {
      // Behind a NAT: sign in again with the address that the carrier can call.
      this.#seen = seen;
      this.#next(0);
      return;
    }
    this.#tell('registered', null, status);
    const seconds = grantedExpires(response, this.token);
    this.#next(seconds * 1_000 * (0.75 + 0.1 * this.#services.randomNumber()));
    this.#keepAlive();
  }

  #failed(reason: string, status: number | null, kind: 'ordinary' | 'credentials'): void {
    this.#failures += 1;
    this.#tell('failed', reason, status);
    this.#way = null;
    this.#cancelKeepAlive();
    this.#next(backoff(this.#failures, kind, this.#services.randomNumber()));
  }

  /** Only what is new. */
  #tell(state: State, reason: string | null, status: number | null): void {
    const { id: trunkId, tenantId } = this.trunk;
    const told = `${state} ${reason ?? ''} ${state === 'failed' ? (status ?? '') : ''}`;
    if (told === this.#told) return;
    this.#told = told;
    this.#services.log.info({ tenantId, reason: reason ?? state, status }, 'trunk changed');
    this.#services.emit({ type: 'trunk', trunkId, state, reason, status });
  }

  #next(milliseconds: number): void {
    this.#cancelNext();
    this.#cancelNext = this.#services.clock.after(milliseconds, () => void this.#round());
  }

  #keepAlive(): void {
    this.#cancelKeepAlive();
    if (isReliable(this.trunk.transport)) return;
    this.#cancelKeepAlive = this.#services.clock.after(KEEP_ALIVE_EVERY, () => {
      if (this.#way) this.#services.keepAlive(this.#way);
      this.#keepAlive();
    });
  }

  async #register(way: Endpoint, expires: number): Promise<Asked> {
    const { username } = this.trunk;
    const account = `sip:${username}@${hostAndPort(this.trunk.host, null)}`;
    const registrar = `sip:${hostAndPort(this.trunk.host, null)}`;
    const asked = await this.#ask(way, (extra) => {
      this.#seq += 1;
      const named = { account, fromTag: this.#fromTag, callId: this.#callId, cseq: this.#seq };
      const fields = registerFields({ ...named, contact: this.#contact(), expires });
      return { method: 'REGISTER', uri: registrar, fields: [...fields, ...extra] };
    });
    const least =
      asked.kind === 'answered' && asked.response.status === 423 ? asked.response.headers.get('min-expires') : null;
    if (least !== null && /^\d{1,6}$/.test(least) && Number(least) > expires && expires > 0)
      return this.#register(way, Number(least));
    return asked;
  }

  #ping(way: Endpoint): Promise<Asked> {
    const uri = `sip:${hostAndPort(this.trunk.host, this.trunk.port)}`;
    return this.#ask(way, (extra) => {
      this.#seq += 1;
      return {
        method: 'OPTIONS',
        uri,
        fields: [
          ['Max-Forwards', '70'],
          ['From', `<sip:${this.trunk.callerNumber}@${hostAndPort(this.trunk.host, null)}>;tag=${this.#fromTag}`],
          ['To', `<${uri}>`],
          ['Call-ID', this.#callId],
          ['CSeq', `${this.#seq} OPTIONS`],
          ['Contact', `<${this.#contact()}>`],
          ['Accept', 'application/sdp'],
          ['User-Agent', USER_AGENT],
          ...extra,
        ],
      };
    });
  }

  #ask(to: Endpoint, make: (extra: readonly Field[]) => OutgoingRequest): Promise<Asked> {
    const { transactions, randomText } = this.#services;
    return ask({ transactions, randomText, make, to, credentials: this.line.credentials });
  }

  #contact(): string {
    const { transport } = this.trunk;
    const own = this.#seen ?? this.#services.own(transport);
    return `sip:${this.token}@${hostAndPort(own.host, own.port)}${transport === 'udp' ? '' : `;transport=${transport}`}`;
  }
}
