import {
  deskPhoneAnswered,
  deskPhoneEnded,
  deskPhoneIsThere,
  deskPhoneTransfers,
  endByEngine,
  type LocalRtp,
  type PartyRecord,
  type MediaEvent,
  type Platform,
  type RtpParameters,
  Refused,
  RING_SECONDS,
  takeIncomingCall,
  type TelephonyEngine,
  type TelephonyEvent,
  type TakenCall,
  telephoneAnswered,
  telephoneEnded,
  type Trunk,
  whoseCall,
} from '@alongside/domain';
import type { MediaEngine } from '@alongside/domain';
import { Coalescer } from '../edge/coalescer.ts';
import type { CallHost } from './call-host.ts';
import type { HostedCall } from './hosted-call.ts';
import { Reception } from './reception.ts';
import { Sounds } from './sounds.ts';
import { UntilStored } from './until-stored.ts';

/** One telephone of a hosted call. Its SIP call has the party's id when we dialled it. */
interface Line {
  readonly sipCallId: string;
  readonly callId: string;
  readonly tenantId: string;
  readonly partyId: string;
  /** An agent's own telephone. */
  readonly desk: boolean;
  local: LocalRtp | null;
  /** rung: an inbound call that is not answered yet. */
  state: 'dialled' | 'rung' | 'answered' | 'over';
}

export interface TelephonesOptions {
  readonly platform: Platform;
  readonly telephony: TelephonyEngine;
  readonly media: MediaEngine;
  readonly host: CallHost;
  /** Where the media engine finds what it plays; null: it plays tones alone. */
  readonly soundsFolder: string | null;
}

/** The telephones of hosted calls: dialled, answered, played to and ended as the record says; and who calls in. */
export class Telephones {
  readonly #options: TelephonesOptions;
  readonly #lines = new Map<string, Line>();
  readonly #byParty = new Map<string, Line>();
  readonly #reception: Reception;
  /** Tenant of each trunk that the engine was given. */
  #tenants = new Map<string, string>();
  /** Tenant of each agent with a telephone of their own; null: not read yet. */
  #desks: Map<string, string> | null = null;
  /** One reading at a time, or an older list could come last and let somebody in whose password was taken away. */
  readonly #lists: Coalescer<null>;
  /** Who waits for the next reading. */
  readonly #waiting: (() => void)[] = [];
  readonly #stops: (() => void)[];
  /** What telephones did, for the record. */
  readonly #notes = new UntilStored((error) => this.#failed(error));

  constructor(options: TelephonesOptions) {
    const { telephony, platform, media, soundsFolder } = options;
    this.#options = options;
    this.#reception = new Reception({ platform, media, sounds: new Sounds(platform, soundsFolder) });
    this.#lists = new Coalescer(
      () => this.#load(),
      0,
      (error) => this.#failed(error),
    );
    this.#stops = [
      telephony.subscribe((event) => void this.#happened(event).catch((error: unknown) => this.#failed(error))),
      platform.bus.subscribe((hint) => {
        if (hint.kind === 'trunks') this.#lists.request('', null);
      }),
    ];
  }

  /** Gives the engine every enabled trunk of every tenant, and every agent's own telephone. Resolves after one try; what fails is tried again. */
  loadTrunks(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#lists.request('', null);
    });
  }

  async #load(): Promise<void> {
    const waiting = this.#waiting.splice(0);
    try {
      await this.#giveTrunks();
      await this.#giveDesks();
    } finally {
      for (const done of waiting) done();
    }
  }

  async #giveTrunks(): Promise<void> {
    const { platform, telephony } = this.#options;
    const trunks = await platform.store.sweeps.allTrunks();
    this.#tenants = new Map(trunks.map(({ id, tenantId }) => [id, tenantId]));
    await telephony.setTrunks(
      trunks.flatMap(({ sealedPassword, hasPassword: _has, enabled: _on, ...trunk }): Trunk[] => {
        if (sealedPassword === null) return [{ ...trunk, password: null }];
        const password = this.#open(trunk.tenantId, sealedPassword);
        return password === null ? [] : [{ ...trunk, password }];
      }),
    );
  }

  async #giveDesks(): Promise<void> {
    const { platform, telephony } = this.#options;
    const desks = await platform.store.sweeps.allDeskPhones();
    // Who was signed in to an earlier process has to sign in again.
    if (this.#desks === null)
      for (const { tenantId, agentId } of desks) await deskPhoneIsThere(platform, tenantId, agentId, false);
    this.#desks = new Map(desks.map(({ agentId, tenantId }) => [agentId, tenantId]));
    await telephony.setDevices(
      desks.flatMap(({ sealedPassword, ...desk }) => {
        const password = this.#open(desk.tenantId, sealedPassword);
        return password === null ? [] : [{ ...desk, password }];
      }),
    );
  }

  /** null: it cannot be opened, which must not keep what others changed from the engine. */
  #open(tenantId: string, sealed: string): string | null {
    try {
      return this.#options.platform.sealer.open(sealed);
    } catch (error) {
      this.#options.platform.log.warn(
        { error, where: 'telephones', tenantId },
        'A password cannot be opened: enter it anew.',
      );
      return null;
    }
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#lists.close();
    this.#notes.close();
    this.#reception.close();
  }

  /** After each change of a hosted call, and inside its turn. */
  async follow(call: HostedCall): Promise<void> {
    const { record } = call;
    const over = record.state === 'ended';
    for (const party of record.parties) {
      if (party.device === 'browser') continue;
      const line = this.#byParty.get(party.id);
      if (over || party.state === 'left') await this.#end(line);
      else if (!line && party.state === 'ringing') await this.#dial(call, party);
      else if (line?.state === 'rung' && (record.answeredAt !== null || record.voicemail)) this.#answer(line);
      else if (line?.state === 'answered' && party.role === 'customer') {
        const { callId, tenantId, partyId } = line;
        const guest = { callId, tenantId, partyId, number: null, from: party.number ?? '', fromName: null };
        await this.#reception.begin(guest, record);
      }
    }
    await this.#reception.follow(record);
  }

  async heard(_call: HostedCall, event: Extract<MediaEvent, { type: 'dtmf' | 'played' }>): Promise<void> {
    if (event.type === 'played') await this.#reception.played(event.legId);
    else await this.#reception.pressed(event.legId, event.digit);
  }

  async #dial(call: HostedCall, { id: partyId, number, device, agentId }: PartyRecord): Promise<void> {
    const { telephony } = this.#options;
    const desk = device === 'device';
    const line: Line = {
      sipCallId: partyId,
      callId: call.id,
      tenantId: call.tenantId,
      partyId,
      desk,
      local: null,
      state: 'dialled',
    };
    this.#keep(line);
    try {
      line.local = await call.telephone(partyId);
      const via = desk
        ? { deviceOf: agentId ?? '' }
        : { trunkId: call.record.trunkId ?? (await this.#anyTrunk(call.tenantId)), number: number ?? '' };
      const dialled = await telephony.dial({
        sipCallId: partyId,
        via,
        local: line.local,
        ringSeconds: RING_SECONDS,
      });
      if (!dialled.ok) throw new Refused('no_trunk', { message: dialled.message });
    } catch (error) {
      this.#drop(line);
      this.#failed(error);
      // Not in this call's turn: the end is told to it in its own.
      void this.#ended(line, { failure: desk ? 'unreachable' : 'trunk_down', status: null });
    }
  }

  async #anyTrunk(tenantId: string): Promise<string> {
    const [trunk] = await this.#options.platform.store.transaction(tenantId, (tx) => tx.calls.trunks());
    if (!trunk) throw new Refused('no_trunk');
    return trunk.id;
  }

  /** Nobody waits for the carrier's ACK: sound flows meanwhile, and without one the call's end is told. */
  #answer(line: Line): void {
    if (line.local === null || line.state !== 'rung') return;
    line.state = 'answered';
    void this.#options.telephony.answer(line.sipCallId, line.local).then(
      (answered) => {
        if (!answered.ok && line.state !== 'over') this.#failed(new Error(answered.message));
      },
      (error: unknown) => this.#failed(error),
    );
  }

  async #end(line: Line | undefined): Promise<void> {
    if (!line || line.state === 'over') return;
    line.state = 'over';
    this.#drop(line);
    await this.#options.telephony.end(line.sipCallId);
  }

  #ended(line: Line, how: Pick<Extract<TelephonyEvent, { type: 'ended' }>, 'failure' | 'status'>): Promise<void> {
    const { platform } = this.#options;
    return this.#notes.write(line.sipCallId, () =>
      line.desk
        ? deskPhoneEnded(platform, line, how)
        : telephoneEnded(platform, line.tenantId, line.callId, line.partyId, how),
    );
  }

  /** An agent's telephone, picked up: theirs is the call, or somebody else's by now. */
  async #picked(line: Line): Promise<void> {
    if (!(await deskPhoneAnswered(this.#options.platform, line))) await this.#end(line);
  }

  async #happened(event: TelephonyEvent): Promise<void> {
    if (event.type === 'incoming') return this.#incoming(event);
    if (event.type === 'device') {
      const tenantId = this.#desks?.get(event.agentId);
      if (tenantId)
        await this.#notes.write(event.agentId, () =>
          deskPhoneIsThere(this.#options.platform, tenantId, event.agentId, event.state === 'registered'),
        );
      return;
    }
    if (!('sipCallId' in event)) return;
    const line = this.#lines.get(event.sipCallId);
    if (!line) return;
    const { platform, media } = this.#options;
    const { tenantId, callId, partyId } = line;
    switch (event.type) {
      case 'answered':
        line.state = 'answered';
        await media.connectTelephoneLeg(callId, partyId, event.remote);
        if (line.desk) await this.#picked(line);
        else await this.#notes.write(event.sipCallId, () => telephoneAnswered(platform, tenantId, callId, partyId));
        return;
      case 'transfer_asked':
        // A trunk's is refused by the engine; what an agent's asks is held to the dial policy like all that is dialled.
        if (line.desk) await deskPhoneTransfers(platform, line, event.to);
        return;
      case 'dtmf':
        await this.#reception.pressed(partyId, event.digit);
        return;
      case 'changed':
        await media.connectTelephoneLeg(callId, partyId, event.remote);
        return;
      case 'ended':
        line.state = 'over';
        this.#drop(line);
        await this.#ended(line, event);
        return;
      default:
        return;
    }
  }

  /** A number of the tenant's. Where something is to be heard it is answered at once, else it rings until somebody accepts. */
  async #incoming(event: Extract<TelephonyEvent, { type: 'incoming' }>): Promise<void> {
    const { platform, telephony, host } = this.#options;
    const { sipCallId, fromName } = event;
    const partyId = platform.random.uuid();
    const over = await whoseCall(platform, this.#mayBeOver(event)).catch((error: unknown) => this.#failed(error));
    const taken = over
      ? await takeIncomingCall(platform, over.tenantId, { ...over, fromName, partyId }).catch((error: unknown) => {
          if (!(error instanceof Refused)) this.#failed(error);
          return 'closed' as const;
        })
      : null;
    if (taken === null || taken === 'closed' || !over) {
      await telephony.reject(sipCallId, taken === 'closed' ? 'unavailable' : 'not_found');
      return;
    }
    const { tenantId } = over;
    const callId = taken.call.id;
    const line: Line = { sipCallId, callId, tenantId, partyId, desk: false, local: null, state: 'rung' };
    this.#keep(line);
    if (!(await telephony.ring(sipCallId)).ok) return this.#wentEarly(line);
    const hosted = await host.hosted(tenantId, callId);
    if (!hosted) return this.#giveUp(line);
    await hosted
      .run(() => this.#connect(hosted, line, { ...event, ...over }, taken))
      .catch((error: unknown) => {
        this.#failed(error);
        return this.#giveUp(line);
      });
  }

  /** The likeliest first; a trunk that was taken away meanwhile is nobody's. */
  #mayBeOver({ trunkId, from, to, others = [] }: Extract<TelephonyEvent, { type: 'incoming' }>) {
    return [{ trunkId, from, to }, ...others].flatMap((over) => {
      const tenantId = this.#tenants.get(over.trunkId);
      return tenantId === undefined ? [] : [{ ...over, tenantId }];
    });
  }

  async #connect(
    hosted: HostedCall,
    line: Line,
    {
      remote,
      from,
      fromName,
    }: { readonly remote: RtpParameters; readonly from: string; readonly fromName: string | null },
    { number }: TakenCall,
  ): Promise<void> {
    const { media } = this.#options;
    const { callId, tenantId, partyId } = line;
    line.local = await hosted.telephone(partyId);
    await media.connectTelephoneLeg(callId, partyId, remote);
    const { record } = hosted;
    if (Reception.answers(number) || record.voicemail || record.answeredAt !== null) this.#answer(line);
    await this.#reception.begin({ callId, tenantId, partyId, number, from, fromName }, record);
  }

  /** The caller went before there was a line that its end could have been told to. */
  async #wentEarly(line: Line): Promise<void> {
    if (line.state === 'over') return;
    line.state = 'over';
    this.#drop(line);
    await this.#ended(line, { failure: 'cancelled', status: 487 });
  }

  async #giveUp(line: Line): Promise<void> {
    this.#drop(line);
    await this.#options.telephony.reject(line.sipCallId, 'unavailable');
    const { tenantId, callId } = line;
    await this.#notes.write(line.sipCallId, () =>
      endByEngine(this.#options.platform, tenantId, callId, { by: 'system', reason: 'media_failed' }),
    );
  }

  #keep(line: Line): void {
    this.#lines.set(line.sipCallId, line);
    this.#byParty.set(line.partyId, line);
  }

  #drop(line: Line): void {
    this.#reception.forget(line.partyId);
    this.#lines.delete(line.sipCallId);
    this.#byParty.delete(line.partyId);
  }

  #failed(error: unknown): void {
    this.#options.platform.log.warn({ error, where: 'telephones' }, 'A telephone could not be served.');
  }
}
