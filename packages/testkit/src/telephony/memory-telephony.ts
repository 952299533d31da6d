import { randomUUID } from 'node:crypto';
import type {
  CallFailure,
  Device,
  LocalRtp,
  TelephonyEngine,
  TelephonyEvent,
  TelephonyReply,
  Trunk,
} from '@alongside/domain';
import type { RemoteCaller, RemoteTelephone, TelephoneNetwork } from './network.ts';

const remote = { host: '192.0.2.9', port: 30_000, codec: 'PCMU', dtmfPayloadType: 101, srtpKey: null } as const;
const done: TelephonyReply = { ok: true, value: undefined };
const e164 = /^\+[1-9]\d{6,14}$/;
const statuses = { busy: 486, declined: 603, unavailable: 480, not_found: 404 } as const;
const failures: Readonly<Record<number, CallFailure>> = {
  404: 'unreachable',
  480: 'no_answer',
  486: 'busy',
  488: 'no_common_codec',
  503: 'trunk_down',
};

interface Leg {
  readonly incoming: boolean;
  state: 'ringing' | 'up' | 'over';
  /** What the other side sees of us, in order. */
  readonly seen: string[];
  waiting: (() => void)[];
  stopRinging: () => void;
  transfer: { readonly to: string } | null;
}

/** A telephony engine without a network, and the network with it: the same promises as the real one, held by the same contract. */
export class MemoryTelephony implements TelephonyEngine, TelephoneNetwork {
  readonly trunkId: string;
  readonly #listeners = new Set<(event: TelephonyEvent) => void>();
  readonly #legs = new Map<string, Leg>();
  readonly #dialled: { sipCallId: string; number: string }[] = [];
  #onDialled: (() => void)[] = [];
  #trunks = new Set<string>();
  #devices = new Set<string>();
  #closed = false;

  constructor(trunkId = 'trunk-1') {
    this.trunkId = trunkId;
    this.#trunks.add(trunkId);
  }

  get engine(): TelephonyEngine {
    return this;
  }

  async setTrunks(trunks: readonly Trunk[]): Promise<TelephonyReply> {
    this.#trunks = new Set(trunks.map(({ id }) => id));
    for (const { id: trunkId, mode } of trunks)
      this.#emit({
        type: 'trunk',
        trunkId,
        state: mode === 'register' ? 'registered' : 'reachable',
        reason: null,
        status: 200,
      });
    return done;
  }

  async setDevices(devices: readonly Device[]): Promise<TelephonyReply> {
    this.#devices = new Set(devices.map(({ agentId }) => agentId));
    return done;
  }

  addresses(): ReturnType<TelephonyEngine['addresses']> {
    return [];
  }

  async dial({ sipCallId, via, ringSeconds }: Parameters<TelephonyEngine['dial']>[0]): Promise<TelephonyReply> {
    if (this.#closed) return refuse('engine_away');
    if (this.#legs.has(sipCallId)) return refuse('wrong_state');
    if ('deviceOf' in via && !this.#devices.has(via.deviceOf)) return refuse('no_such_device');
    if ('trunkId' in via && !this.#trunks.has(via.trunkId)) return refuse('no_such_trunk');
    if ('number' in via && !e164.test(via.number)) return refuse('bad_number');
    const timer = setTimeout(() => this.#cancel(sipCallId, 'no_answer'), ringSeconds * 1_000);
    this.#legs.set(
      sipCallId,
      leg(false, () => clearTimeout(timer)),
    );
    this.#dialled.push({ sipCallId, number: 'number' in via ? via.number : via.deviceOf });
    for (const run of this.#onDialled.splice(0)) run();
    return done;
  }

  async ring(sipCallId: string): Promise<TelephonyReply> {
    return this.#incoming(sipCallId, (found) => this.#show(found, 'rings'));
  }

  async answer(sipCallId: string, _local: LocalRtp, early = false): Promise<TelephonyReply> {
    return this.#incoming(sipCallId, (found) => {
      this.#show(found, early ? 'early' : 'answered');
      if (!early) found.state = 'up';
    });
  }

  async reject(sipCallId: string, why: keyof typeof statuses): Promise<TelephonyReply> {
    return this.#incoming(sipCallId, (found) => {
      this.#show(found, `refused ${statuses[why]}`);
      this.#end(sipCallId, 'us', 'refused', statuses[why]);
    });
  }

  async hold(sipCallId: string): Promise<TelephonyReply> {
    const found = this.#legs.get(sipCallId);
    if (!found) return refuse('no_such_call');
    return found.state === 'up' ? done : refuse('wrong_state');
  }

  async transfer(sipCallId: string, to: Parameters<TelephonyEngine['transfer']>[1]): Promise<TelephonyReply> {
    const found = this.#legs.get(sipCallId);
    if (!found) return refuse('no_such_call');
    if (found.state !== 'up' || found.transfer) return refuse('wrong_state');
    if ('number' in to && !e164.test(to.number)) return refuse('bad_number');
    if ('sipCallId' in to && !this.#legs.has(to.sipCallId)) return refuse('no_such_call');
    found.transfer = { to: 'number' in to ? to.number : to.sipCallId };
    this.#show(found, 'transfer');
    return done;
  }

  async end(sipCallId: string): Promise<TelephonyReply> {
    const found = this.#legs.get(sipCallId);
    if (!found) return done;
    if (!found.incoming && found.state === 'ringing') this.#cancel(sipCallId, null);
    else {
      this.#show(found, found.state === 'up' ? 'ended' : 'refused 480');
      this.#end(sipCallId, 'us', null, null);
    }
    return done;
  }

  subscribe(listener: (event: TelephonyEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    for (const sipCallId of [...this.#legs.keys()]) await this.end(sipCallId);
    this.#closed = true;
  }

  async call(from: string, to: string): Promise<RemoteCaller> {
    const sipCallId = randomUUID();
    const made = leg(true, () => {});
    this.#legs.set(sipCallId, made);
    this.#emit({ type: 'incoming', sipCallId, trunkId: this.trunkId, from, fromName: null, to, remote });
    return {
      rings: () => this.#sees(made, 'rings').then(() => {}),
      isAnswered: () => this.#sees(made, 'answered').then(() => {}),
      isRefused: async () => Number((await this.#sees(made, 'refused')).split(' ')[1]),
      isEnded: () => this.#sees(made, 'ended').then(() => {}),
      giveUp: async () => this.#end(sipCallId, 'peer', 'cancelled', 487),
      hangUp: async () => this.#end(sipCallId, 'peer', null, null),
      pressByInfo: async (digit) => this.#emit({ type: 'dtmf', sipCallId, digit }),
    };
  }

  async nextCall(): Promise<RemoteTelephone> {
    while (this.#dialled.length === 0) await new Promise<void>((resolve) => this.#onDialled.push(resolve));
    const { sipCallId, number } = this.#dialled.shift() as { sipCallId: string; number: string };
    const made = this.#legs.get(sipCallId) ?? leg(false, () => {});
    return {
      number,
      ring: async () => this.#emit({ type: 'ringing', sipCallId }),
      answer: async () => {
        if (made.state !== 'ringing') return;
        made.stopRinging();
        made.state = 'up';
        this.#emit({ type: 'answered', sipCallId, remote });
      },
      refuse: async (status) => this.#end(sipCallId, 'peer', failures[status] ?? 'refused', status),
      hangUp: async () => this.#end(sipCallId, 'peer', null, null),
      isEnded: () => this.#sees(made, 'ended').then(() => {}),
      isCancelled: () => this.#sees(made, 'cancelled').then(() => {}),
      takesTransfer: async (status) => {
        await this.#sees(made, 'transfer');
        const to = made.transfer?.to ?? '';
        made.transfer = null;
        const ok = status < 300;
        this.#emit({ type: 'transferred', sipCallId, ok, status });
        if (ok) await this.end(sipCallId);
        return to;
      },
    };
  }

  #incoming(sipCallId: string, work: (found: Leg) => void): TelephonyReply {
    const found = this.#legs.get(sipCallId);
    if (!found) return refuse('no_such_call');
    if (!found.incoming || found.state !== 'ringing') return refuse('wrong_state');
    work(found);
    return done;
  }

  #cancel(sipCallId: string, failure: CallFailure | null): void {
    const found = this.#legs.get(sipCallId);
    if (found) this.#show(found, 'cancelled');
    this.#end(sipCallId, 'us', failure, null);
  }

  #end(sipCallId: string, by: 'peer' | 'us', failure: CallFailure | null, status: number | null): void {
    const found = this.#legs.get(sipCallId);
    if (!found) return;
    found.stopRinging();
    found.state = 'over';
    this.#legs.delete(sipCallId);
    this.#emit({ type: 'ended', sipCallId, by, failure, status });
  }

  #show(found: Leg, what: string): void {
    found.seen.push(what);
    for (const run of found.waiting.splice(0)) run();
  }

  async #sees(found: Leg, what: string): Promise<string> {
    for (;;) {
      const seen = found.seen.find((one) => one.startsWith(what));
      if (seen !== undefined) return seen;
      await new Promise<void>((resolve) => found.waiting.push(resolve));
    }
  }

  #emit(event: TelephonyEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

function leg(incoming: boolean, stopRinging: () => void): Leg {
  return { incoming, state: 'ringing', seen: [], waiting: [], stopRinging, transfer: null };
}

function refuse(refusal: Extract<TelephonyReply, { ok: false }>['refusal']): TelephonyReply {
  return { ok: false, refusal, message: `As the contract says: ${refusal}.` };
}
