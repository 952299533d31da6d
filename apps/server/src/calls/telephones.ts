import {
  endByEngine,
  type LocalRtp,
  type MediaEvent,
  type Platform,
  type RtpParameters,
  Refused,
  RING_SECONDS,
  takeIncomingCall,
  type TelephonyEngine,
  type TelephonyEvent,
  telephoneAnswered,
  telephoneEnded,
} from '@alongside/domain';
import type { MediaEngine } from '@alongside/domain';
import type { CallHost } from './call-host.ts';
import type { HostedCall } from './hosted-call.ts';

/** One telephone of a hosted call. Its SIP call has the party's id when we dialled it. */
interface Line {
  readonly sipCallId: string;
  readonly callId: string;
  readonly tenantId: string;
  readonly partyId: string;
  local: LocalRtp | null;
  /** rung: an inbound call that is not answered yet. */
  state: 'dialled' | 'rung' | 'answered' | 'over';
}

export interface TelephonesOptions {
  readonly platform: Platform;
  readonly telephony: TelephonyEngine;
  readonly media: MediaEngine;
  readonly host: CallHost;
}

/** The telephones of hosted calls: dialled, answered, played to and ended as the record says; and who calls in. */
export class Telephones {
  readonly #options: TelephonesOptions;
  readonly #lines = new Map<string, Line>();
  readonly #byParty = new Map<string, Line>();
  /** Tenant of each trunk that the engine was given. */
  #tenants = new Map<string, string>();
  readonly #stops: (() => void)[];

  constructor(options: TelephonesOptions) {
    const { telephony, platform } = options;
    this.#options = options;
    this.#stops = [
      telephony.subscribe((event) => void this.#happened(event).catch((error: unknown) => this.#failed(error))),
      platform.bus.subscribe((hint) => {
        if (hint.kind === 'trunks') void this.loadTrunks();
      }),
    ];
  }

  /** Gives the engine every enabled trunk of every tenant. */
  async loadTrunks(): Promise<void> {
    const { platform, telephony } = this.#options;
    try {
      const trunks = await platform.store.sweeps.allTrunks();
      this.#tenants = new Map(trunks.map(({ id, tenantId }) => [id, tenantId]));
      await telephony.setTrunks(
        trunks.map(({ sealedPassword, hasPassword: _has, enabled: _on, ...trunk }) => ({
          ...trunk,
          password: sealedPassword === null ? null : platform.sealer.open(sealedPassword),
        })),
      );
    } catch (error) {
      this.#failed(error);
    }
  }

  close(): void {
    for (const stop of this.#stops) stop();
  }

  /** After each change of a hosted call, and inside its turn. */
  async follow(call: HostedCall): Promise<void> {
    const { record } = call;
    const over = record.state === 'ended';
    for (const party of record.parties) {
      if (party.device !== 'telephone') continue;
      const line = this.#byParty.get(party.id);
      if (over || party.state === 'left') await this.#end(line);
      else if (!line && party.state === 'ringing') await this.#dial(call, party.id, party.number ?? '');
      else if (line?.state === 'rung' && record.answeredAt !== null) await this.#answer(call, line);
      if (line && !over && party.role === 'customer' && line.state === 'answered')
        await this.#sound(call, line, party.held);
    }
  }

  async heard(_call: HostedCall, event: Extract<MediaEvent, { type: 'dtmf' | 'played' }>): Promise<void> {
    const line = this.#byParty.get(event.legId);
    if (line && event.type === 'played')
      await this.#options.media.play(event.sessionId, event.legId, { kind: 'silence' });
  }

  /** On hold, and while nobody has answered, a telephone hears that it is still connected. */
  async #sound(call: HostedCall, { partyId }: Line, held: boolean): Promise<void> {
    const { media } = this.#options;
    if (held) await media.play(call.id, partyId, { kind: 'tone', hertz: 440 });
    else if (call.record.answeredAt !== null) await media.stopPlaying(call.id, partyId);
  }

  async #dial(call: HostedCall, partyId: string, number: string): Promise<void> {
    const { telephony, platform } = this.#options;
    const line: Line = {
      sipCallId: partyId,
      callId: call.id,
      tenantId: call.tenantId,
      partyId,
      local: null,
      state: 'dialled',
    };
    this.#keep(line);
    try {
      line.local = await call.telephone(partyId);
      const trunkId = call.record.trunkId ?? (await this.#anyTrunk(call.tenantId));
      const dialled = await telephony.dial({
        sipCallId: partyId,
        via: { trunkId, number },
        local: line.local,
        ringSeconds: RING_SECONDS,
      });
      if (!dialled.ok) throw new Refused('no_trunk', { message: dialled.message });
    } catch (error) {
      this.#drop(line);
      this.#failed(error);
      // Not in this call's turn: the end is told to it in its own.
      void telephoneEnded(platform, call.tenantId, call.id, partyId, { failure: 'trunk_down', status: null }).catch(
        (late: unknown) => this.#failed(late),
      );
    }
  }

  async #anyTrunk(tenantId: string): Promise<string> {
    const [trunk] = await this.#options.platform.store.transaction(tenantId, (tx) => tx.calls.trunks());
    if (!trunk) throw new Refused('no_trunk');
    return trunk.id;
  }

  async #answer(call: HostedCall, line: Line): Promise<void> {
    const { telephony, media } = this.#options;
    if (line.local === null) return;
    line.state = 'answered';
    await media.stopPlaying(call.id, line.partyId);
    const answered = await telephony.answer(line.sipCallId, line.local);
    if (!answered.ok) this.#failed(new Error(answered.message));
  }

  async #end(line: Line | undefined): Promise<void> {
    if (!line || line.state === 'over') return;
    line.state = 'over';
    this.#drop(line);
    await this.#options.telephony.end(line.sipCallId);
  }

  async #happened(event: TelephonyEvent): Promise<void> {
    if (event.type === 'incoming') return this.#incoming(event);
    if (!('sipCallId' in event)) return;
    const line = this.#lines.get(event.sipCallId);
    if (!line) return;
    const { platform, media } = this.#options;
    const { tenantId, callId, partyId } = line;
    switch (event.type) {
      case 'answered':
        line.state = 'answered';
        await media.connectTelephoneLeg(callId, partyId, event.remote);
        await telephoneAnswered(platform, tenantId, callId, partyId);
        return;
      case 'changed':
        await media.connectTelephoneLeg(callId, partyId, event.remote);
        return;
      case 'ended':
        line.state = 'over';
        this.#drop(line);
        await telephoneEnded(platform, tenantId, callId, partyId, { failure: event.failure, status: event.status });
        return;
      default:
        return;
    }
  }

  /** A number of the tenant's: a contact in its queue. With a greeting it is answered at once, without one it rings until somebody accepts. */
  async #incoming(event: Extract<TelephonyEvent, { type: 'incoming' }>): Promise<void> {
    const { platform, telephony, host, media } = this.#options;
    const { sipCallId, trunkId, from, fromName, to, remote } = event;
    const tenantId = this.#tenants.get(trunkId);
    const partyId = platform.random.uuid();
    const taken = tenantId
      ? await takeIncomingCall(platform, tenantId, { trunkId, from, fromName, to, partyId }).catch((error: unknown) => {
          if (!(error instanceof Refused)) this.#failed(error);
          return 'closed' as const;
        })
      : null;
    if (taken === null || taken === 'closed' || !tenantId) {
      await telephony.reject(sipCallId, taken === 'closed' ? 'unavailable' : 'not_found');
      return;
    }
    const callId = taken.call.id;
    const line: Line = { sipCallId, callId, tenantId, partyId, local: null, state: 'rung' };
    this.#keep(line);
    await telephony.ring(sipCallId);
    const hosted = await host.hosted(tenantId, callId);
    if (!hosted) return this.#giveUp(line);
    await hosted
      .run(() => this.#connect(hosted, line, remote, taken.greeting))
      .catch((error: unknown) => {
        this.#failed(error);
        return this.#giveUp(line);
      });
    await media.play(
      callId,
      partyId,
      taken.greeting === null ? { kind: 'silence' } : { kind: 'file', name: taken.greeting, repeat: false },
    );
  }

  async #connect(hosted: HostedCall, line: Line, remote: RtpParameters, greeting: string | null): Promise<void> {
    const { media, telephony } = this.#options;
    line.local = await hosted.telephone(line.partyId);
    await media.connectTelephoneLeg(hosted.id, line.partyId, remote);
    if (greeting !== null) {
      line.state = 'answered';
      const answered = await telephony.answer(line.sipCallId, line.local);
      if (!answered.ok) throw new Error(answered.message);
    } else if (hosted.record.answeredAt !== null) await this.#answer(hosted, line);
  }

  async #giveUp(line: Line): Promise<void> {
    this.#drop(line);
    await this.#options.telephony.reject(line.sipCallId, 'unavailable');
    await endByEngine(this.#options.platform, line.tenantId, line.callId, { by: 'system', reason: 'media_failed' });
  }

  #keep(line: Line): void {
    this.#lines.set(line.sipCallId, line);
    this.#byParty.set(line.partyId, line);
  }

  #drop(line: Line): void {
    this.#lines.delete(line.sipCallId);
    this.#byParty.delete(line.partyId);
  }

  #failed(error: unknown): void {
    this.#options.platform.log.warn({ error, where: 'telephones' }, 'A telephone could not be served.');
  }
}
