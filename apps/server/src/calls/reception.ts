import {
  admitCall,
  type CallRecord,
  endByEngine,
  type MediaEngine,
  type Platform,
  placeInQueue,
  Refused,
  recordMessage,
  type Sound,
  takeMessage,
} from '@alongside/domain';
import type { PhoneNumber } from '@alongside/protocol';
import type { Sounds } from './sounds.ts';

/**
 * greeting: hears it, and may press a digit of the menu · choice: the greeting is over, a digit may still come · waiting, told: in the queue,
 * with music or its place · prompt, tone, message: voicemail · held · talking.
 */
type Stage = 'greeting' | 'choice' | 'waiting' | 'told' | 'prompt' | 'tone' | 'message' | 'held' | 'talking';

/** A telephone of a customer's that is up. */
export interface Guest {
  readonly callId: string;
  readonly tenantId: string;
  readonly partyId: string;
  /** The number that was called; null: we called. */
  readonly number: PhoneNumber | null;
  readonly from: string;
  readonly fromName: string | null;
}

interface Kept extends Guest {
  stage: Stage | null;
  place: number | null;
  timer: NodeJS.Timeout | null;
}

export interface ReceptionOptions {
  readonly platform: Platform;
  readonly media: MediaEngine;
  readonly sounds: Sounds;
  /** After a greeting with a menu a digit is waited for so long. Milliseconds. */
  readonly choice?: number;
  /** Between two looks at the place in the queue. Milliseconds. */
  readonly telling?: number;
}

/** What callers hear while no agent speaks with them: greeting, menu, music, place, voicemail. */
export class Reception {
  readonly #options: Required<ReceptionOptions>;
  readonly #guests = new Map<string, Kept>();

  constructor(options: ReceptionOptions) {
    this.#options = { choice: 5_000, telling: 30_000, ...options };
  }

  /** Whether this number's calls are answered before an agent does. */
  static answers({ greeting, menu, waiting }: PhoneNumber): boolean {
    return greeting !== null || menu.length > 0 || (waiting ?? null) !== null;
  }

  /** The telephone is there; begun twice is no error. */
  async begin(guest: Guest, call: CallRecord): Promise<void> {
    if (this.#guests.has(guest.partyId)) return;
    const kept: Kept = { ...guest, stage: null, place: null, timer: null };
    this.#guests.set(guest.partyId, kept);
    const { number } = guest;
    if (call.voicemail || call.answeredAt !== null || number === null || !Reception.answers(number))
      return this.follow(call);
    kept.stage = 'greeting';
    await this.#file(kept, number.greeting);
  }

  /** After each change of the call. */
  async follow(call: CallRecord): Promise<void> {
    for (const party of call.parties) {
      const guest = this.#guests.get(party.id);
      if (!guest) continue;
      if (call.state === 'ended' || party.state === 'left') this.#forget(guest);
      else if (call.voicemail) {
        if (!isMessage(guest.stage)) await this.#prompt(guest);
      } else if (party.held) {
        if (guest.stage !== 'held') await this.#music(guest, 'held');
      } else if (call.answeredAt !== null && guest.stage !== 'talking') {
        this.#enter(guest, 'talking');
        await this.#options.media.stopPlaying(guest.callId, guest.partyId);
      }
    }
  }

  /** A digit, from the telephone's sound or its signalling. */
  async pressed(partyId: string, digit: string): Promise<void> {
    const guest = this.#guests.get(partyId);
    if (!guest?.number) return;
    if (guest.stage === 'message' && digit === '#') return this.#leave(guest, 'customer');
    if (guest.stage !== 'greeting' && guest.stage !== 'choice') return;
    const chosen = guest.number.menu.find((line) => line.digit === digit);
    if (chosen) await this.#admit(guest, chosen.queueId);
  }

  /** What was played is over. */
  async played(partyId: string): Promise<void> {
    const guest = this.#guests.get(partyId);
    if (!guest?.number) return;
    if (guest.stage === 'greeting') {
      if (guest.number.menu.length === 0) return this.#wait(guest);
      this.#enter(guest, 'choice');
      await this.#play(guest, { kind: 'silence' });
      guest.timer = this.#later(this.#options.choice, async () => {
        if (guest.stage === 'choice' && guest.number) await this.#admit(guest, guest.number.queueId);
      });
    } else if (guest.stage === 'told') await this.#music(guest, 'waiting');
    else if (guest.stage === 'prompt') {
      this.#enter(guest, 'tone');
      const name = await this.#options.sounds.own('tone');
      if (name === null || !(await this.#play(guest, { kind: 'file', name, repeat: false })))
        await this.played(partyId);
    } else if (guest.stage === 'tone') await this.#message(guest);
  }

  forget(partyId: string): void {
    const guest = this.#guests.get(partyId);
    if (guest) this.#forget(guest);
  }

  close(): void {
    for (const guest of [...this.#guests.values()]) this.#forget(guest);
  }

  async #admit(guest: Kept, queueId: string): Promise<void> {
    const { platform } = this.#options;
    const { callId, tenantId, from, fromName, number } = guest;
    this.#enter(guest, 'waiting');
    try {
      const call = await admitCall(platform, tenantId, { callId, queueId, from, fromName });
      if (call && guest.stage === 'waiting') await this.#wait(guest);
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'outside_hours') throw error;
      if (number?.voicemail) await takeMessage(platform, tenantId, callId);
      else
        await endByEngine(platform, tenantId, callId, {
          by: 'system',
          reason: 'contact_ended',
          missed: 'missed_agent_device',
        });
    }
  }

  /** In the queue: its place first, where that is told, then music. */
  async #wait(guest: Kept): Promise<void> {
    this.#enter(guest, 'waiting');
    if (!(await this.#tellPlace(guest))) await this.#music(guest, 'waiting');
    if (!guest.number?.waiting?.position) return;
    const again = () => {
      guest.timer = this.#later(this.#options.telling, async () => {
        if (guest.stage === 'waiting') await this.#tellPlace(guest);
        if (guest.stage === 'waiting' || guest.stage === 'told') again();
      });
    };
    again();
  }

  async #tellPlace(guest: Kept): Promise<boolean> {
    if (!guest.number?.waiting?.position) return false;
    const { platform, sounds } = this.#options;
    const place = await placeInQueue(platform, guest.tenantId, guest.callId);
    if (place === null || place === guest.place || guest.stage !== 'waiting') return false;
    guest.place = place;
    const name = await sounds.find(guest.tenantId, `position-${place}`);
    if (name === null || guest.stage !== 'waiting') return false;
    guest.stage = 'told';
    return this.#play(guest, { kind: 'file', name, repeat: false });
  }

  async #music(guest: Kept, stage: 'waiting' | 'held'): Promise<void> {
    const { sounds } = this.#options;
    if (stage === 'held') this.#enter(guest, stage);
    else guest.stage = stage;
    const wanted = guest.number?.waiting?.music ?? null;
    const name = (wanted === null ? null : await sounds.find(guest.tenantId, wanted)) ?? (await sounds.own('tune'));
    if (guest.stage === stage)
      await this.#play(guest, name === null ? { kind: 'tone', hertz: 440 } : { kind: 'file', name, repeat: true });
  }

  async #prompt(guest: Kept): Promise<void> {
    this.#enter(guest, 'prompt');
    await this.#file(guest, guest.number?.voicemail?.greeting ?? null);
  }

  async #message(guest: Kept): Promise<void> {
    const { platform } = this.#options;
    this.#enter(guest, 'message');
    await this.#play(guest, { kind: 'silence' });
    await recordMessage(platform, guest.tenantId, guest.callId);
    const seconds = guest.number?.voicemail?.maxSeconds ?? 60;
    guest.timer = this.#later(seconds * 1_000, () => this.#leave(guest, 'system'));
  }

  async #leave({ tenantId, callId }: Guest, by: 'customer' | 'system'): Promise<void> {
    await endByEngine(this.#options.platform, tenantId, callId, { by, reason: 'voicemail' });
  }

  /** A sound of the company's; one that is not there is over at once. */
  async #file(guest: Kept, wanted: string | null): Promise<void> {
    const { stage } = guest;
    const name = wanted === null ? null : await this.#options.sounds.find(guest.tenantId, wanted);
    if (guest.stage !== stage) return;
    if (name === null || !(await this.#play(guest, { kind: 'file', name, repeat: false })))
      await this.played(guest.partyId);
  }

  async #play({ callId, partyId }: Guest, sound: Sound): Promise<boolean> {
    const reply = await this.#options.media.play(callId, partyId, sound);
    if (!reply.ok) this.#options.platform.log.warn({ reason: reply.message }, 'A sound could not be played.');
    return reply.ok;
  }

  #enter(guest: Kept, stage: Stage): void {
    if (guest.timer) clearTimeout(guest.timer);
    guest.timer = null;
    guest.stage = stage;
  }

  #later(milliseconds: number, work: () => Promise<void>): NodeJS.Timeout {
    const timer = setTimeout(() => {
      work().catch((error: unknown) =>
        this.#options.platform.log.warn({ error, where: 'reception' }, 'A caller could not be served.'),
      );
    }, milliseconds);
    timer.unref();
    return timer;
  }

  #forget(guest: Kept): void {
    if (guest.timer) clearTimeout(guest.timer);
    this.#guests.delete(guest.partyId);
  }
}

const isMessage = (stage: Stage | null) => stage === 'prompt' || stage === 'tone' || stage === 'message';
