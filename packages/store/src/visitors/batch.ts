import { randomUUID } from 'node:crypto';
import type { StoredVisitorEvents } from '@alongside/domain';
import type { NewVisitorEvent } from '@alongside/protocol';
import { jsonbArray, textArray, uuidArray } from '../connection/binary-arrays.ts';
import type { Value } from '../connection/statements.ts';
import { isUuid } from '../connection/uuid.ts';

interface Waiter {
  resolve(stored: StoredVisitorEvents): void;
  reject(error: unknown): void;
}

/** Older than this, or ahead of us, an app's clock is not believed; the database decides finally. */
const OLDEST = 86_400_000;

/** Events of one tenant as the columns of one statement. */
export class Batch {
  readonly #waiters = new Map<string, Waiter[]>();
  #visitors: string[] = [];
  #ids: (string | null)[] = [];
  #types: string[] = [];
  #visits: (string | null)[] = [];
  #times: (string | null)[] = [];
  #data: string[] = [];
  #awaited = false;
  #failure: unknown = null;

  get size(): number {
    return this.#visitors.length;
  }

  /** Somebody waits for this: it must be on disk. */
  get awaited(): boolean {
    return this.#awaited;
  }

  /** Nothing but a question, if there are no events: whether an invitation waits. */
  add(visitorId: string, events: readonly NewVisitorEvent[], wait: boolean): void {
    if (wait) this.#awaited = true;
    if (events.length === 0) this.#push(visitorId, null, 'custom', null, null, '{}');
    const now = Date.now();
    for (const { id, type, visitId, at, data } of events) {
      const time = at === undefined ? Number.NaN : Date.parse(at);
      const believed = now - time < OLDEST && time <= now;
      this.#push(
        visitorId,
        isUuid(id) ? id : randomUUID(),
        type,
        visitId !== undefined && isUuid(visitId) ? visitId : null,
        believed ? new Date(time).toISOString() : null,
        data === undefined ? '{}' : storable(data),
      );
    }
  }

  awaitOf(visitorId: string): Promise<StoredVisitorEvents> {
    return new Promise((resolve, reject) => {
      const waiters = this.#waiters.get(visitorId);
      if (waiters) waiters.push({ resolve, reject });
      else this.#waiters.set(visitorId, [{ resolve, reject }]);
    });
  }

  /** The first `most`; null: nothing is left. Those who wait go with the part in which the last of theirs may be: the last one. */
  take(most: number): Batch | null {
    if (this.size === 0) return null;
    const part = new Batch();
    part.#visitors = this.#visitors.splice(0, most);
    part.#ids = this.#ids.splice(0, most);
    part.#types = this.#types.splice(0, most);
    part.#visits = this.#visits.splice(0, most);
    part.#times = this.#times.splice(0, most);
    part.#data = this.#data.splice(0, most);
    part.#awaited = this.#awaited;
    if (this.#waiters.size > 0) this.#passWaiters(part);
    if (this.size === 0) this.#awaited = false;
    return part;
  }

  #passWaiters(part: Batch): void {
    const left = new Set(this.#visitors);
    for (const visitorId of this.#waiters.keys()) {
      if (left.has(visitorId)) continue;
      part.#waiters.set(visitorId, this.#waiters.get(visitorId) ?? []);
      this.#waiters.delete(visitorId);
    }
  }

  columns(): readonly Value[] {
    return [
      uuidArray(this.#visitors),
      uuidArray(this.#ids),
      textArray(this.#types),
      uuidArray(this.#visits),
      this.#times,
      jsonbArray(this.#data),
    ];
  }

  settle(stored: ReadonlyMap<string, StoredVisitorEvents>): void {
    for (const [visitorId, waiters] of this.#waiters)
      for (const { resolve } of waiters) resolve(stored.get(visitorId) ?? { kept: false, invitation: null });
  }

  fail(error: unknown): void {
    this.#failure = error;
    for (const waiters of this.#waiters.values()) for (const { reject } of waiters) reject(error);
  }

  /** A part of this failed: whoever waits here for events of which some were in it is told. */
  failOf(part: Batch): void {
    for (const visitorId of new Set(part.#visitors)) {
      for (const { reject } of this.#waiters.get(visitorId) ?? []) reject(part.#failure);
      this.#waiters.delete(visitorId);
    }
  }

  #push(visitor: string, id: string | null, type: string, visit: string | null, at: string | null, data: string): void {
    this.#visitors.push(visitor);
    this.#ids.push(id);
    this.#types.push(type);
    this.#visits.push(visit);
    this.#times.push(at);
    this.#data.push(data);
  }
}

/** What PostgreSQL takes as JSON: one page title with half a character must not cost others their events. */
function storable(data: object): string {
  const text = JSON.stringify(data);
  // Only what is escaped so can be what it does not take.
  if (!text.includes('\\u')) return text;
  return JSON.stringify(data, (_key, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD') : value,
  );
}
