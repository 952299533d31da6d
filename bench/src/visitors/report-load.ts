import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ask } from '../load/ticket.ts';
import { Latencies, type Latency } from '../load/latency.ts';

/** Visitors that walk about. `rate` null: each of the `lines` reports again as soon as it is answered. */
export interface Walk {
  readonly url: string;
  readonly tenant: string;
  readonly visitors: number;
  /** Events in one request: what a page gathers, or one as the published clients send them. */
  readonly each: number;
  readonly seconds: number;
  /** Events per second over all. */
  readonly rate: number | null;
  readonly lines: number;
}

export interface Walked {
  /** Events that the server has taken, those that it refused, and how fast. */
  readonly taken: number;
  readonly refused: number;
  readonly rate: number;
  /** Of one request; from the moment at which it was due. */
  readonly answer: Latency | null;
}

const pages = ['Home', 'Accounts', 'Mortgages', 'Savings', 'Cards', 'Transfer', 'Contact', 'Rates'];

/** Puts visitors on the site: each request is of one visitor, and visitors take turns. */
export async function walk({ url, tenant, visitors, each, seconds, rate, lines }: Walk): Promise<Walked> {
  const ids = Array.from({ length: visitors }, () => randomUUID());
  const answer = new Latencies();
  let taken = 0;
  let refused = 0;
  let turn = 0;
  const body = () => {
    turn += 1;
    const events = Array.from({ length: each }, (_, step) => {
      const title = pages[(turn + step) % pages.length] ?? 'Home';
      const data = { title, url: `https://bank.example/${title.toLowerCase()}` };
      return step % 2 === 0
        ? { id: randomUUID(), type: 'page_view', data }
        : { id: randomUUID(), type: 'page_left', data: { ...data, seconds: 12 } };
    });
    return JSON.stringify({ tenant, visitorId: ids[turn % visitors], events });
  };
  const report = async (due: number) => {
    const { status } = await ask('POST', `${url}/v1/visitor-events`, null, body());
    answer.add(now() - due);
    if (status === 200) taken += each;
    else if (status === 429) refused += each;
    else throw new Error(`A report was answered with ${status}.`);
  };
  const start = now();
  const end = start + seconds * 1000;
  if (rate === null)
    await Promise.all(
      Array.from({ length: lines }, async () => {
        while (now() < end) await report(now());
      }),
    );
  else {
    const under = new Set<Promise<void>>();
    const gap = (1000 * each) / rate;
    for (let next = start; next < end; ) {
      for (; next <= now() && next < end; next += gap) {
        const one: Promise<void> = report(next).finally(() => under.delete(one));
        under.add(one);
      }
      await delay(1);
    }
    await Promise.all(under);
  }
  return { taken, refused, rate: (taken / (now() - start)) * 1000, answer: answer.summary() };
}

/** Milliseconds on a clock that never jumps. */
const now = (): number => Number(process.hrtime.bigint()) / 1e6;
