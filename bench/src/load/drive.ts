import { setTimeout as delay } from 'node:timers/promises';
import { Latencies, type Latency } from './latency.ts';
import { type Ear, type Lines, message } from './lines.ts';

/** How a load is put on. `rate` null: each conversation says its next message when the last one was acknowledged and delivered. */
export interface Drive {
  /** Conversations that talk; the others stay connected and silent. */
  readonly active: number;
  readonly seconds: number;
  /** Messages per second over all conversations, on a fixed schedule that waits for nobody. */
  readonly rate: number | null;
}

export interface DriveResult {
  readonly said: number;
  readonly acknowledged: number;
  readonly delivered: number;
  /** Seconds until everything that was said was acknowledged (where the server does that) and delivered. */
  readonly drainedAfter: number;
  readonly outOfOrder: number;
  /** Said and neither acknowledged nor delivered ten seconds after the end. */
  readonly unfinished: number;
  /** Refused as `store_unavailable` or because too much was under way, and said again. */
  readonly repeated: number;
  readonly ack: Latency | null;
  readonly delivery: Latency | null;
  /** Processor time of the load process, microseconds. */
  readonly processor: number;
}

interface Conversation {
  /** When each message that is not yet acknowledged, not yet delivered, was due; in order. */
  readonly toAcknowledge: number[];
  readonly toDeliver: number[];
}

/** Latency counts from the moment at which a message was due, so that a stalled server cannot hide by slowing the load down. */
export class Driver implements Ear {
  #lines: Lines | null = null;
  #conversations: Conversation[] = [];
  #ack = new Latencies();
  #delivery = new Latencies();
  #acknowledged = 0;
  #delivered = 0;
  #said = 0;
  #outOfOrder = 0;
  #repeated = 0;
  #closedLoop = false;
  #measuring = false;
  #failure: string | null = null;

  attach(lines: Lines): void {
    this.#lines = lines;
    this.#conversations = Array.from({ length: lines.count }, () => ({ toAcknowledge: [], toDeliver: [] }));
  }

  acknowledged(index: number): void {
    const conversation = this.#conversations[index];
    const due = conversation?.toAcknowledge.shift();
    if (conversation === undefined || due === undefined) return;
    this.#acknowledged += 1;
    if (this.#measuring) this.#ack.add(now() - due);
    if (conversation.toDeliver.length <= conversation.toAcknowledge.length) this.#finish(index);
  }

  delivered(index: number, inOrder: boolean): void {
    const conversation = this.#conversations[index];
    const due = conversation?.toDeliver.shift();
    if (conversation === undefined || due === undefined || !inOrder) this.#outOfOrder += 1;
    if (conversation === undefined || due === undefined) return;
    this.#delivered += 1;
    if (this.#measuring) this.#delivery.add(now() - due);
    if (conversation.toAcknowledge.length <= conversation.toDeliver.length) this.#finish(index);
  }

  repeated(): void {
    this.#repeated += 1;
  }

  failed(reason: string): void {
    this.#failure ??= reason;
  }

  async run(drive: Drive): Promise<DriveResult> {
    this.#reset();
    const processor = process.cpuUsage();
    const start = now();
    this.#measuring = true;
    if (drive.rate === null) {
      this.#closedLoop = true;
      for (let index = 0; index < drive.active; index += 1) this.#say(index, now());
      await delay(drive.seconds * 1000);
      this.#closedLoop = false;
    } else await this.#pace(drive.rate, drive.active, start, drive.seconds * 1000);
    const used = process.cpuUsage(processor);
    // What is still under way counts too: leaving it out would flatter the slow.
    const limit = now() + 10_000;
    while (this.#unfinished() > 0 && now() < limit && this.#failure === null) await delay(5);
    this.#measuring = false;
    if (this.#failure !== null) throw new Error(this.#failure);
    return {
      said: this.#said,
      acknowledged: this.#acknowledged,
      delivered: this.#delivered,
      drainedAfter: (now() - start) / 1000,
      outOfOrder: this.#outOfOrder,
      unfinished: this.#unfinished(),
      repeated: this.#repeated,
      ack: this.#ack.summary(),
      delivery: this.#delivery.summary(),
      processor: used.user + used.system,
    };
  }

  #reset(): void {
    for (const conversation of this.#conversations) {
      conversation.toAcknowledge.length = 0;
      conversation.toDeliver.length = 0;
    }
    this.#ack = new Latencies();
    this.#delivery = new Latencies();
    this.#acknowledged = this.#delivered = this.#said = this.#outOfOrder = this.#repeated = 0;
  }

  /** Says what has become due, in small steps; conversations take turns. */
  async #pace(rate: number, active: number, start: number, length: number): Promise<void> {
    let next = 0;
    for (;;) {
      const elapsed = now() - start;
      const due = Math.floor((Math.min(elapsed, length) / 1000) * rate);
      while (next < due) {
        this.#say(next % active, start + ((next + 1) / rate) * 1000);
        next += 1;
      }
      if (elapsed >= length) return;
      await delay(1);
    }
  }

  #say(index: number, due: number): void {
    const conversation = this.#conversations[index];
    if (conversation === undefined || this.#lines === null) return;
    if (this.#lines.acknowledges) conversation.toAcknowledge.push(due);
    conversation.toDeliver.push(due);
    this.#said += 1;
    this.#lines.say(index, message);
  }

  #finish(index: number): void {
    if (this.#closedLoop) this.#say(index, now());
  }

  #unfinished(): number {
    const { acknowledges = false } = this.#lines ?? {};
    return this.#said - (acknowledges ? Math.min(this.#acknowledged, this.#delivered) : this.#delivered);
  }
}

/** Milliseconds on a clock that never jumps. */
function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
