import {
  engineLost,
  type Hint,
  HOST_SECONDS,
  type MediaEngine,
  type MediaEvent,
  partyIsBack,
  partyIsHeard,
  partyIsSilent,
  type Platform,
} from '@alongside/domain';
import { Coalescer } from '../edge/coalescer.ts';
import { HostedCall, type HostedOptions } from './hosted-call.ts';
import type { IceServers } from './ice-servers.ts';
import { storeRecordings } from './store-recordings.ts';
import type { Telephones } from './telephones.ts';
import { UntilStored } from './until-stored.ts';

/** Calls that a stop gives up are known as lost within this, even if nobody can be told. */
const TOUCH_MILLISECONDS = 3_000;

export interface CallHostOptions extends HostedOptions {
  readonly platform: Platform;
  readonly media: MediaEngine;
  readonly iceServers: IceServers;
}

/** The calls whose sound this process's engine carries. A call without a host is claimed by whoever is first; the record is the truth. */
export class CallHost {
  readonly id: string;
  readonly #options: CallHostOptions;
  readonly #calls = new Map<string, HostedCall>();
  /** Calls that are being claimed, and those that are somebody else's. */
  readonly #claims = new Map<string, Promise<HostedCall | null>>();
  readonly #stops: (() => void)[];
  readonly #ticking: NodeJS.Timeout;
  /** Of calls that are over, until their recordings have come. */
  readonly #consents = new Map<string, { tenantId: string; consent: 'given' | 'announced' }>();
  #telephones: Telephones | null = null;
  #working = new Set<Promise<unknown>>();
  /** Changes of calls, read until they could be. */
  readonly #changes: Coalescer<{ readonly tenantId: string; readonly callId: string }>;
  /** What the engine says of a leg. */
  readonly #notes = new UntilStored((error) => this.#failed(error, 'call'));
  #closed = false;

  constructor(options: CallHostOptions) {
    const { platform, media } = options;
    this.#options = options;
    this.id = platform.random.uuid();
    this.#changes = new Coalescer(
      ({ tenantId, callId }) => this.#track(this.#changed(tenantId, callId)),
      0,
      (error) => this.#failed(error, 'call'),
    );
    this.#stops = [
      platform.bus.subscribe((hint) => this.#told(hint)),
      media.subscribe((event) => this.#happened(event)),
    ];
    this.#ticking = setInterval(() => void this.#touch(), TOUCH_MILLISECONDS);
    this.#ticking.unref();
  }

  speakThrough(telephones: Telephones): void {
    this.#telephones = telephones;
  }

  get size(): number {
    return this.#calls.size;
  }

  /** The call, if this process carries it or comes to. null: another does, or it is over. */
  hosted(tenantId: string, callId: string): Promise<HostedCall | null> {
    const mine = this.#calls.get(callId);
    if (mine) return Promise.resolve(mine);
    const claiming = this.#claims.get(callId) ?? this.#claim(tenantId, callId);
    this.#claims.set(callId, claiming);
    claiming.finally(() => this.#claims.delete(callId)).catch(() => undefined);
    return claiming;
  }

  /** Ends every call of this process: nobody would carry it any more. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearInterval(this.#ticking);
    const calls = [...this.#calls.values()].map(({ tenantId, id }) => ({ tenantId, callId: id }));
    await engineLost(this.#options.platform, calls).catch((error: unknown) => this.#failed(error, 'close'));
    for (const stop of this.#stops) stop();
    this.#changes.close();
    this.#notes.close();
    await Promise.allSettled([...this.#working]);
    await Promise.allSettled([...this.#calls.values()].map((call) => call.run(() => call.end())));
    this.#calls.clear();
  }

  async #claim(tenantId: string, callId: string): Promise<HostedCall | null> {
    if (this.#closed) return null;
    const { platform } = this.#options;
    const claimed = await platform.store.transaction(tenantId, async (tx) => {
      const call = await tx.calls.get(callId);
      if (!call || call.state === 'ended' || (call.hostId !== null && call.hostId !== this.id)) return null;
      if (call.hostId === null && !(await tx.calls.claim(callId, this.id, HOST_SECONDS))) return null;
      return call;
    });
    if (!claimed) return null;
    const hosted = new HostedCall(claimed, this.#options);
    this.#calls.set(callId, hosted);
    return hosted;
  }

  #told(hint: Hint): void {
    if (this.#closed) return;
    if (hint.kind === 'call') this.#changes.request(hint.callId, { tenantId: hint.tenantId, callId: hint.callId });
    else if (hint.kind === 'call-up')
      this.#work(async () => {
        const call = await this.hosted(hint.tenantId, hint.callId);
        await call?.run(async () => {
          await this.#refresh(call);
          await call.hear(hint.partyId, hint.connectionId, hint.frame);
        });
      });
    else if (hint.kind === 'call-digits')
      this.#work(async () => {
        const call = this.#calls.get(hint.callId);
        for (const { id, device, role } of call?.record.parties ?? [])
          if (device === 'telephone' && (role === 'customer' || role === 'third_party'))
            await this.#options.media.sendDtmf(hint.callId, id, hint.digits);
      });
  }

  /** A frame may be faster than the hint of the change that made its sender a party. */
  async #refresh(call: HostedCall): Promise<void> {
    const known = call.record;
    const now = await this.#options.platform.store.transaction(call.tenantId, (tx) => tx.calls.get(call.id));
    if (now && now.version > known.version) await this.#follow(call, now);
  }

  async #changed(tenantId: string, callId: string): Promise<void> {
    const { platform } = this.#options;
    const call = await platform.store.transaction(tenantId, (tx) => tx.calls.get(callId));
    if (!call) return;
    // Only what is answered, or has a telephone, needs an engine.
    const needed = call.answeredAt !== null || call.parties.some(({ device }) => device === 'telephone');
    const mine =
      this.#calls.get(callId) ?? (needed && call.state !== 'ended' ? await this.hosted(tenantId, callId) : null);
    // Only reading is repeated: what the engine refuses once it refuses again.
    await mine?.run(() => this.#follow(mine, call)).catch((error: unknown) => this.#failed(error, 'call'));
  }

  async #follow(hosted: HostedCall, call: Parameters<HostedCall['follow']>[0]): Promise<void> {
    await hosted.follow(call);
    await this.#telephones?.follow(hosted);
    if (call.state !== 'ended') return;
    this.#calls.delete(call.id);
    // Its recording may still come.
    if (hosted.wasRecorded) this.#consents.set(call.id, { tenantId: call.tenantId, consent: hosted.consent });
  }

  #happened(event: MediaEvent): void {
    if (event.type === 'engine_lost') {
      const lost = event.sessionIds.map((id) => this.#calls.get(id)).filter((call) => call !== undefined);
      // What nobody has answered waits on, and is claimed anew when somebody joins.
      for (const call of lost) if (call.record.answeredAt === null) this.#calls.delete(call.id);
      const calls = lost.map(({ tenantId, id }) => ({ tenantId, callId: id }));
      this.#work(() => this.#notes.write('engine', () => engineLost(this.#options.platform, calls)));
      return;
    }
    if (event.type === 'recorded') {
      this.#work(() => this.#recorded(event));
      return;
    }
    const call = this.#calls.get(event.sessionId);
    if (!call) return;
    const { platform } = this.#options;
    const { tenantId, id } = call;
    switch (event.type) {
      case 'offer': {
        const streams = event.streams.map(({ mid, from, kind }) => ({ mid, partyId: from, kind }));
        call.offered(event.legId, { negotiation: event.negotiation, sdp: event.sdp, streams });
        return;
      }
      case 'candidate':
        call.candidate(event.legId, event.side, event.candidate);
        return;
      case 'flowing':
        this.#note(call, event.legId, () => partyIsHeard(platform, tenantId, id, event.legId));
        return;
      case 'resumed':
        this.#note(call, event.legId, () => partyIsBack(platform, tenantId, id, event.legId));
        return;
      case 'interrupted':
        this.#note(call, event.legId, () => partyIsSilent(platform, tenantId, id, event.legId));
        return;
      case 'quality':
        this.#work(() => this.#quality(call, event.legs));
        return;
      case 'dtmf':
      case 'played':
        this.#work(async () => this.#telephones?.heard(call, event));
        return;
    }
  }

  async #quality(call: HostedCall, legs: Extract<MediaEvent, { type: 'quality' }>['legs']): Promise<void> {
    for (const { legId, loss, jitterMilliseconds, roundTripMilliseconds, mos } of legs)
      call.tell(legId, { t: 'call.quality', callId: call.id, loss, jitterMilliseconds, roundTripMilliseconds, mos });
    await this.#options.platform.store.transaction(call.tenantId, async (tx) => {
      for (const { legId, loss, jitterMilliseconds, mos } of legs)
        await tx.calls.noteQuality(call.id, legId, { loss, jitterMilliseconds, mos });
    });
  }

  async #recorded({ sessionId, files }: Extract<MediaEvent, { type: 'recorded' }>): Promise<void> {
    const call = this.#calls.get(sessionId);
    const known = call ? { tenantId: call.tenantId, consent: call.consent } : this.#consents.get(sessionId);
    this.#consents.delete(sessionId);
    if (known) await storeRecordings(this.#options.platform, { callId: sessionId, ...known }, files);
  }

  async #touch(): Promise<void> {
    if (this.#calls.size === 0) return;
    await this.#options.platform.store.sweeps
      .touchCallHost(this.id, HOST_SECONDS)
      .catch((error: unknown) => this.#failed(error, 'touch'));
  }

  /** Of one leg in the order in which it was said. */
  #note(call: HostedCall, legId: string, write: () => Promise<unknown>): void {
    this.#work(() => this.#notes.write(`${call.id} ${legId}`, write, () => this.#calls.get(call.id) === call));
  }

  #work(work: () => Promise<unknown>): void {
    if (this.#closed) return;
    void this.#track(work()).catch((error: unknown) => this.#failed(error, 'call'));
  }

  /** A stop waits for it. */
  #track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#working.delete(tracked));
    this.#working.add(tracked);
    return tracked;
  }

  #failed(error: unknown, where: string): void {
    this.#options.platform.log.warn({ error, where }, 'A call could not be served.');
  }
}
