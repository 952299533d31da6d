import {
  type CallRecord,
  expectedRoutesOf,
  type IceCandidate,
  type MediaEngine,
  type MediaReply,
  mayStandBy,
  type Platform,
  Refused,
  type RecordingMode,
  type Route,
  routesOf,
  type SessionAudio,
} from '@alongside/domain';
import type { CallDown, CallUp, Reply } from '@alongside/protocol';
import { wireErrorOf } from '../edge/wire-refusal.ts';
import type { IceServers } from './ice-servers.ts';

interface Leg {
  /** The socket that carries it; null: a telephone. */
  connectionId: string | null;
  /** The engine's last offer, until it is answered: a socket that comes back gets it again. */
  offer: Extract<CallDown, { t: 'call.offer' }> | null;
}

export interface HostedOptions {
  readonly platform: Platform;
  readonly media: MediaEngine;
  readonly iceServers: IceServers;
}

const NO_ROUTES = '[[],[]]';
const MODES: readonly RecordingMode[] = ['per_leg', 'mixed'];
/** A message has one voice. */
const MESSAGE: readonly RecordingMode[] = ['per_leg'];
const MEDIA_CODES = {
  no_such_session: 'call_gone',
  no_such_leg: 'call_gone',
  bad_description: 'invalid_request',
} as const;

/** One call in this process's engine: a session, its legs, and who reaches whom, brought to what the record says after each change. */
export class HostedCall {
  readonly id: string;
  readonly tenantId: string;
  readonly legs = new Map<string, Leg>();
  readonly #options: HostedOptions;
  #call: CallRecord;
  #session: Promise<void> | null = null;
  /** Of the session, once it is there. */
  #audio: SessionAudio | null = null;
  #routes = NO_ROUTES;
  /** The leg of an agent at whom it rings, and who is no party yet. */
  #standby: string | null = null;
  #recording: CallRecord['recording'] = 'off';
  #consent: 'given' | 'announced' = 'announced';
  #recorded = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(call: CallRecord, options: HostedOptions) {
    this.id = call.id;
    this.tenantId = call.tenantId;
    this.#call = call;
    this.#options = options;
  }

  get record(): CallRecord {
    return this.#call;
  }

  get wasRecorded(): boolean {
    return this.#recorded;
  }

  /** Why a recording may exist. */
  get consent(): 'given' | 'announced' {
    return this.#consent;
  }

  /** One thing after the other, so that the engine never sees a leg of a session that is being ended. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const own = this.#last.then(work);
    this.#last = own.catch(() => undefined);
    return own;
  }

  /** Brings the engine to what the record says. */
  async follow(call: CallRecord): Promise<void> {
    if (call.version < this.#call.version) return;
    this.#call = call;
    if (call.consent === 'given' || call.consent === 'announced') this.#consent = call.consent;
    if (call.state === 'ended') return this.end();
    const { media } = this.#options;
    const here = new Set(call.parties.filter(({ state }) => state !== 'left').map(({ id }) => id));
    if (!mayStandBy(call)) this.#standby = null;
    else if (this.#standby !== null) here.add(this.#standby);
    for (const partyId of [...this.legs.keys()])
      if (!here.has(partyId)) {
        this.legs.delete(partyId);
        await media.removeLeg(this.id, partyId);
      }
    await this.#speakTelephone();
    await this.#route();
    await this.#record();
  }

  async end(): Promise<void> {
    this.legs.clear();
    if (this.#session !== null) await this.#options.media.endSession(this.id);
    this.#session = null;
    this.#audio = null;
  }

  /** The session, made at the first need. Rejects with `media_unavailable`. */
  session(): Promise<void> {
    this.#session ??= this.#open(audioOf(this.#call));
    return this.#session;
  }

  async #open(audio: SessionAudio): Promise<void> {
    this.#audio = audio;
    try {
      mustWork(await this.#options.media.createSession({ sessionId: this.id, audio }));
    } catch (error) {
      this.#session = null;
      this.#audio = null;
      throw error;
    }
  }

  /** The first telephone is coming: nothing is transcoded, so the browsers begin anew with what telephones speak. */
  async #speakTelephone(): Promise<void> {
    if (this.#session === null || this.#audio !== 'opus' || audioOf(this.#call) === 'opus') return;
    const { media } = this.#options;
    await media.endSession(this.id);
    this.#session = null;
    this.#routes = NO_ROUTES;
    // What was recorded so far is a file of its own; what comes goes into the next.
    this.#recording = 'off';
    await this.session();
    for (const [partyId, leg] of this.legs) {
      mustWork(await media.addBrowserLeg({ sessionId: this.id, legId: partyId, role: roleOf(this.#call, partyId) }));
      leg.offer = null;
      this.#welcome(partyId);
    }
  }

  #welcome(partyId: string): void {
    const iceServers = [...this.#options.iceServers(this.tenantId, partyId)];
    const audio = this.#audio ?? audioOf(this.#call);
    this.tell(partyId, { t: 'call.joined', callId: this.id, partyId, audio, iceServers });
  }

  /** What a socket says. Its request is answered here. */
  async hear(partyId: string, connectionId: string, frame: CallUp): Promise<void> {
    const id = 'id' in frame ? frame.id : null;
    try {
      await this.#hear(partyId, connectionId, frame);
      if (id !== null && frame.t !== 'call.publish')
        this.#reply(connectionId, { t: 'reply', id, ok: true, result: {} });
    } catch (refusal) {
      const { log } = this.#options.platform;
      const error = wireErrorOf(refusal, { log, requestId: connectionId, where: 'call' });
      if (id !== null) this.#reply(connectionId, { t: 'reply', id, ok: false, error });
    }
  }

  /** A leg's telephone was added by whoever speaks to it. */
  async telephone(partyId: string): Promise<{ host: string; port: number; srtpKey: string }> {
    await this.session();
    const role = roleOf(this.#call, partyId);
    const local = mustWork(await this.#options.media.addTelephoneLeg({ sessionId: this.id, legId: partyId, role }));
    this.legs.set(partyId, { connectionId: null, offer: null });
    await this.#route();
    return local;
  }

  offered(partyId: string, offer: Omit<Extract<CallDown, { t: 'call.offer' }>, 't' | 'callId'>): void {
    const leg = this.legs.get(partyId);
    if (!leg) return;
    leg.offer = { t: 'call.offer', callId: this.id, ...offer };
    this.tell(partyId, leg.offer);
  }

  candidate(partyId: string, side: 'publish' | 'subscribe', candidate: IceCandidate): void {
    this.tell(partyId, { t: 'call.candidate', callId: this.id, side, candidate });
  }

  tell(partyId: string, frame: CallDown): void {
    const connectionId = this.legs.get(partyId)?.connectionId;
    if (connectionId) this.#options.platform.bus.publish({ kind: 'call-down', connectionId, frame });
  }

  async #hear(partyId: string, connectionId: string, frame: CallUp): Promise<void> {
    const { media } = this.#options;
    if (frame.t === 'call.join') return this.#join(partyId, connectionId, frame.partyId === partyId);
    if (this.legs.get(partyId)?.connectionId !== connectionId)
      throw new Refused('call_wrong_state', { message: 'Another socket carries this call, or none joined yet.' });
    switch (frame.t) {
      case 'call.publish': {
        const { sdp } = mustWork(await media.publish(this.id, partyId, { sdp: frame.sdp, screens: frame.screens }));
        this.#reply(connectionId, { t: 'reply', id: frame.id, ok: true, result: {} });
        this.tell(partyId, { t: 'call.published', callId: this.id, sdp });
        return;
      }
      case 'call.answer': {
        const leg = this.legs.get(partyId);
        if (leg?.offer?.negotiation === frame.negotiation) leg.offer = null;
        mustWork(await media.answer(this.id, partyId, frame.negotiation, frame.sdp));
        return;
      }
      case 'call.candidate':
        mustWork(await media.candidate(this.id, partyId, frame.side, frame.candidate));
        return;
      case 'call.restart':
        mustWork(await media.restartIce(this.id, partyId));
        return;
    }
  }

  async #join(partyId: string, connectionId: string, goesOn: boolean): Promise<void> {
    const party = this.#call.parties.find(({ id, state }) => id === partyId && state !== 'left');
    if (this.#call.state === 'ended' || (!party && !mayStandBy(this.#call))) throw new Refused('call_gone');
    if (this.#call.state === 'requested' && this.#call.answeredAt === null)
      throw new Refused('call_wrong_state', { message: 'It rings at nobody yet.' });
    if (party && party.device !== 'browser')
      throw new Refused('call_wrong_state', { message: 'This call is at your own telephone.' });
    const { media } = this.#options;
    if (!party && this.#standby !== partyId) {
      if (this.#standby !== null && this.legs.delete(this.#standby)) await media.removeLeg(this.id, this.#standby);
      this.#standby = partyId;
    }
    await this.session();
    const before = this.legs.get(partyId);
    if (before && before.connectionId !== connectionId) this.tell(partyId, { t: 'call.moved', callId: this.id });
    if (before && !goesOn) {
      this.legs.delete(partyId);
      await media.removeLeg(this.id, partyId);
    }
    const kept = goesOn ? before : undefined;
    if (!kept)
      mustWork(await media.addBrowserLeg({ sessionId: this.id, legId: partyId, role: roleOf(this.#call, partyId) }));
    const leg: Leg = { connectionId, offer: kept?.offer ?? null };
    this.legs.set(partyId, leg);
    this.#welcome(partyId);
    if (leg.offer) this.tell(partyId, leg.offer);
    if (!kept) this.#routes = NO_ROUTES;
    await this.#route();
  }

  /** The whole table, of the legs that are there. */
  async #route(): Promise<void> {
    if (this.#session === null) return;
    const ofLegs = (table: readonly Route[]) =>
      table.filter(({ from, to }) => this.legs.has(from) && this.legs.has(to));
    const tables = [ofLegs(routesOf(this.#call)), ofLegs(expectedRoutesOf(this.#call, this.#standby))] as const;
    const text = JSON.stringify(tables);
    if (text === this.#routes) return;
    mustWork(await this.#options.media.setRoutes(this.id, ...tables));
    this.#routes = text;
  }

  async #record(): Promise<void> {
    const [before, now] = [this.#recording, this.#call.recording];
    if (before === now || this.#session === null) return;
    const { media } = this.#options;
    this.#recording = now;
    const wasOn = before === 'on' || before === 'paused';
    const recorded = ['customer', 'agent', 'third_party'];
    const legIds = this.#call.parties
      .filter(({ id, role }) => this.legs.has(id) && recorded.includes(role))
      .map(({ id }) => id);
    if ((now === 'on' || now === 'paused') && !wasOn) {
      mustWork(await media.startRecording(this.id, { legIds, modes: this.#call.voicemail ? MESSAGE : MODES }));
      this.#recorded = true;
      if (now === 'paused') mustWork(await media.pauseRecording(this.id));
    } else if (now === 'on') mustWork(await media.resumeRecording(this.id));
    else if (now === 'paused') mustWork(await media.pauseRecording(this.id));
    else if (wasOn) mustWork(await media.stopRecording(this.id));
  }

  #reply(connectionId: string, frame: Reply): void {
    this.#options.platform.bus.publish({ kind: 'call-down', connectionId, frame });
  }
}

const roleOf = (call: CallRecord, partyId: string): 'customer' | 'agent' | 'supervisor' | 'third_party' => {
  const role = call.parties.find(({ id }) => id === partyId)?.role ?? 'agent';
  return role === 'customer' || role === 'agent' || role === 'third_party' ? role : 'supervisor';
};

/** What telephones speak, where one takes part or did. */
const audioOf = ({ kind, parties }: CallRecord): SessionAudio =>
  kind === 'phone' || parties.some(({ device }) => device === 'telephone') ? 'g711' : 'opus';

/** The value, or the refusal in the words of the wire. */
function mustWork<T>(reply: MediaReply<T>): T {
  if (reply.ok) return reply.value;
  const code = MEDIA_CODES[reply.refusal as keyof typeof MEDIA_CODES] ?? 'media_unavailable';
  throw new Refused(code, { message: reply.message });
}
