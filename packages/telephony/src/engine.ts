import type { Device, LocalRtp, TelephonyEngine, TelephonyEvent, TelephonyReply, Trunk } from '@alongside/domain';
import { admit } from './admission.ts';
import { Bans } from './auth/bans.ts';
import { Nonces } from './auth/nonces.ts';
import { Calls } from './call/calls.ts';
import { refuse } from './call/refuse.ts';
import { ALLOW } from './call/services.ts';
import { stoppable, systemClock } from './clock.ts';
import type { TelephonyOptions } from './create-telephony-engine.ts';
import { Registrar } from './device/registrar.ts';
import { hostAndPort } from './message/uri.ts';
import type { ServerTransaction } from './transaction/server-transaction.ts';
import { Transactions } from './transaction/transactions.ts';
import { Transports } from './transport/transports.ts';
import { Trunks } from './trunk/trunks.ts';

const done: TelephonyReply = { ok: true, value: undefined };

/** The parts put together, and the rule which request is whose. */
export class Engine implements TelephonyEngine {
  readonly #options: Required<TelephonyOptions>;
  readonly #listeners = new Set<(event: TelephonyEvent) => void>();
  readonly #transports: Transports;
  readonly #transactions: Transactions;
  readonly #bans: Bans;
  readonly #trunks: Trunks;
  readonly #registrar: Registrar;
  readonly #calls: Calls;
  readonly #clock: ReturnType<typeof stoppable>;
  #closed = false;

  constructor(options: Required<TelephonyOptions>) {
    this.#options = options;
    const { timing, log, random } = options;
    const clock = stoppable(options.clock, (run) => this.#guard(run));
    this.#clock = clock;
    const randomText = () => Buffer.from(random.bytes(12)).toString('hex');
    const randomNumber = () => Buffer.from(random.bytes(4)).readUInt32BE() / 2 ** 32;
    const emit = (event: TelephonyEvent) => this.#emit(event);
    this.#bans = new Bans(clock, options.ban, (host) => this.#trunks.isPeer({ host }));
    this.#transports = new Transports({
      ...options,
      // Behind one NAT a telephone that is signed in does not pay for its neighbour's guesses.
      isBanned: (from) => this.#bans.has(from.host) && !this.#registrar.isBound(from),
      onMessage: (message, from) => this.#guard(() => this.#transactions.receive(message, from)),
    });
    this.#transactions = new Transactions({
      clock,
      timing,
      randomText,
      send: (text, to) => this.#transports.send(text, to),
      own: (to) => this.#transports.own(to.transport),
      admit: (request, from) => admit(request, from, this.#facts),
      onRequest: (transaction) => this.#take(transaction),
      onAck: (ack) => this.#calls.takeAck(ack),
    });
    const own = (transport: 'udp' | 'tcp' | 'tls') => this.#transports.own(transport);
    const shared = { clock, timing, log, transactions: this.#transactions, randomText, randomNumber, emit };
    this.#trunks = new Trunks({
      ...shared,
      resolver: options.resolver,
      own,
      keepAlive: (to) => void this.#transports.send('\r\n\r\n', to).catch(() => {}),
    });
    const nonces = new Nonces(random.bytes(32), () => clock.now(), randomText);
    this.#registrar = new Registrar({ clock, log, nonces, bans: this.#bans, nobodysPassword: randomText(), emit });
    this.#calls = new Calls({
      ...shared,
      liveness: options.liveness,
      trunks: this.#trunks,
      registrar: this.#registrar,
      contact: ({ transport }) => {
        const { host, port } = own(transport);
        return `sip:alongside@${hostAndPort(host, port)}${transport === 'udp' ? '' : `;transport=${transport}`}`;
      },
    });
  }

  async open(): Promise<void> {
    await this.#transports.open();
  }

  setTrunks(trunks: readonly Trunk[]): Promise<TelephonyReply> {
    return this.#run(() => {
      this.#trunks.set(trunks);
      return done;
    });
  }

  setDevices(devices: readonly Device[]): Promise<TelephonyReply> {
    return this.#run(() => {
      this.#registrar.set(devices);
      return done;
    });
  }

  addresses(): ReturnType<TelephonyEngine['addresses']> {
    return this.#transports.addresses();
  }

  dial(call: Parameters<TelephonyEngine['dial']>[0]): Promise<TelephonyReply> {
    return this.#run(() => this.#calls.dial(call));
  }

  ring(sipCallId: string): Promise<TelephonyReply> {
    return this.#run(() => this.#calls.ring(sipCallId));
  }

  answer(sipCallId: string, local: LocalRtp, early = false): Promise<TelephonyReply> {
    return this.#run(() => this.#calls.answer(sipCallId, local, early));
  }

  reject(sipCallId: string, why: Parameters<TelephonyEngine['reject']>[1]): Promise<TelephonyReply> {
    return this.#run(() => this.#calls.reject(sipCallId, why));
  }

  hold(sipCallId: string, held: boolean): Promise<TelephonyReply> {
    return this.#run(() => this.#calls.hold(sipCallId, held));
  }

  transfer(sipCallId: string, to: Parameters<TelephonyEngine['transfer']>[1]): Promise<TelephonyReply> {
    return this.#run(() => this.#calls.transfer(sipCallId, to));
  }

  end(sipCallId: string): Promise<TelephonyReply> {
    return this.#run(() => this.#calls.end(sipCallId));
  }

  subscribe(listener: (event: TelephonyEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#calls.close();
    this.#registrar.close();
    // Long enough for one answer of everybody who is still there, in real time: somebody waits for us.
    const farewell = new Promise<void>((resolve) => systemClock.after(this.#options.timing.t1, resolve));
    await Promise.race([Promise.all([this.#trunks.close(), this.#transactions.quiet()]), farewell]);
    this.#clock.stop();
    await this.#transports.close();
    this.#listeners.clear();
  }

  readonly #facts = {
    isPeer: (from: Parameters<Trunks['isPeer']>[0]) => this.#trunks.isPeer(from),
    isBound: (from: Parameters<Registrar['isBound']>[0]) => this.#registrar.isBound(from),
    isInDialog: (request: Parameters<Calls['has']>[0]) => this.#calls.has(request),
    registrar: (...asked: Parameters<Registrar['admit']>) => this.#registrar.admit(...asked),
    fail: ({ host }: { readonly host: string }) => {
      if (this.#bans.fail(host)) this.#options.log.warn({ reason: 'sip_stranger' }, 'an address was banned');
    },
  };

  #take(transaction: ServerTransaction): void {
    const { request } = transaction;
    if (this.#closed) transaction.respond({ status: 503 });
    else if (request.to.parameters.has('tag')) this.#calls.takeInDialog(transaction);
    else if (request.method === 'REGISTER') this.#registrar.receive(transaction);
    else if (request.method === 'INVITE') this.#calls.takeInvite(transaction);
    else if (request.method === 'OPTIONS')
      transaction.respond({
        status: 200,
        fields: [
          ['Allow', ALLOW],
          ['Accept', 'application/sdp'],
        ],
      });
    else transaction.respond({ status: 405, fields: [['Allow', ALLOW]] });
  }

  async #run(work: () => TelephonyReply | Promise<TelephonyReply>): Promise<TelephonyReply> {
    if (this.#closed) return refuse('engine_away', 'Telephony is closed; start the engine again.');
    return work();
  }

  /** A message that we stumble over costs itself, never the process. */
  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#options.log.error({ reason: String((error as Error)?.message ?? error) }, 'something of SIP was dropped');
    }
  }

  #emit(event: TelephonyEvent): void {
    for (const listener of [...this.#listeners]) this.#guard(() => listener(event));
  }
}
