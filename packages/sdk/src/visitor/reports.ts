import type { Invitation, NewVisitorEvent, VisitorDevice, VisitorJourney, VisitorVariable } from '@alongside/protocol';
import { backoffMs } from '../backoff.ts';
import { asAlongsideError, isTransient } from '../errors.ts';
import type { Http } from '../http.ts';
import type { Logger, Random } from '../ports/ports.ts';
import type { Timers } from '../timers.ts';
import { page } from './page.ts';

export interface Facts {
  readonly consent?: 'granted' | 'denied';
  readonly device?: VisitorDevice;
  readonly journey?: VisitorJourney;
  readonly variables?: readonly VisitorVariable[];
  readonly pushToken?: string | null;
}

const PATH = '/v1/visitor-events';
/** Events that follow each other quickly go together. */
const GATHER_MS = 500;
/** In one request; as the wire has it. */
const MOST_AT_ONCE = 100;
/** More than a visitor makes in any outage worth remembering: the oldest go first. */
const MOST_KEPT = 500;

export interface ReportsOptions {
  readonly tenant: string;
  readonly http: Http;
  readonly timers: Timers;
  readonly random: Random;
  readonly logger: Logger;
  id(): Promise<string>;
  invited(invitation: Invitation | null): void;
}

/** What is to be told of a visitor: gathered, sent in batches in order, repeated until taken; by beacon when the page goes. */
export function createReports({ tenant, http, timers, random, logger, id, invited }: ReportsOptions) {
  let events: NewVisitorEvent[] = [];
  let facts: Facts = {};
  /** Those under way. */
  let told: Facts = {};
  let visitorId: string | null = null;
  let underWay: Promise<void> | null = null;
  let stopTimer: (() => void) | null = null;
  let attempt = 0;
  /** Raised by a beacon: what was under way then has been told, or lost, with it. */
  let epoch = 0;

  const later = (ms: number) => {
    stopTimer ??= timers.after(ms, () => {
      stopTimer = null;
      void flush();
    });
  };
  const nothing = () => events.length === 0 && Object.keys(facts).length === 0;

  async function send(asked: boolean): Promise<void> {
    const mine = epoch;
    const batch = events.slice(0, MOST_AT_ONCE);
    told = facts;
    facts = {};
    try {
      // An answer that waits costs the server a commit: only where an invitation is looked for.
      const wait = asked || batch.some(({ type }) => type === 'page_view');
      const body = {
        tenant,
        visitorId: await id(),
        ...told,
        ...(batch.length && { events: batch }),
        ...(wait && { wait }),
      };
      const { invitation } = await http.json<{ invitation: Invitation | null }>('POST', PATH, { body });
      attempt = 0;
      if (mine === epoch) events = events.filter((event) => !batch.includes(event));
      if (wait) invited(invitation);
    } catch (thrown) {
      const error = asAlongsideError(thrown);
      const again = isTransient(error);
      if (mine !== epoch) return;
      if (again) {
        facts = { ...told, ...facts };
        later(backoffMs(attempt++, random, error));
      } else {
        events = events.filter((event) => !batch.includes(event));
        logger.warn('Something of a visitor was refused.', { code: error.code });
      }
      told = {};
      return;
    }
    told = {};
    if (!nothing()) await send(false);
  }

  async function flush(asked = false): Promise<void> {
    while (underWay) await underWay;
    if (nothing() && !asked) return;
    stopTimer?.();
    stopTimer = null;
    underWay = send(asked).finally(() => {
      underWay = null;
    });
    await underWay;
  }

  return {
    knows(made: string) {
      visitorId = made;
    },
    add(event: NewVisitorEvent) {
      events = [...events, event].slice(-MOST_KEPT);
      later(GATHER_MS);
    },
    describe(more: Facts) {
      facts = { ...facts, ...more };
      if (Object.keys(more).length > 0) later(GATHER_MS);
    },
    flush: () => flush(),
    /** Looks for an invitation. */
    ask: () => flush(true),
    /** The page goes: once more, without waiting for an answer. What was under way is told again; an event is the same one. */
    beacon(url: string) {
      const all = { ...told, ...facts };
      if (visitorId === null || (events.length === 0 && Object.keys(all).length === 0)) return;
      const batch = events.slice(-MOST_AT_ONCE);
      const body = JSON.stringify({ tenant, visitorId, ...all, ...(batch.length && { events: batch }) });
      if (!page.beacon(url.replace(/\/+$/, '') + PATH, body)) return;
      epoch += 1;
      events = [];
      facts = {};
      told = {};
    },
  };
}
