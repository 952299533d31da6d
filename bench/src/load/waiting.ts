import type { WaitingCustomer } from '../seed/waiting.ts';
import { inWaves } from './in-waves.ts';
import { type NativeSocket, openNativeSocket } from './native-socket.ts';
import { ask, ticketFor } from './ticket.ts';

/** One customer left, and everybody behind moved up. Milliseconds from the leaving customer's request. */
export interface MovedUp {
  /** Until the leaving customer had the answer. */
  readonly answered: number;
  readonly p50: number;
  readonly p99: number;
  readonly last: number;
  /** Who was not told a new place in time. */
  readonly missing: number;
}

interface Waiting {
  readonly customer: WaitingCustomer;
  readonly socket: NativeSocket;
}

let url = '';
let line: Waiting[] = [];
/** The last position that each was told. */
const positions = new Map<string, number>();
let hear: (conversationId: string, position: number) => void = () => {};

const POSITION = /^\{"t":"standing","conversationId":"([^"]+)","standing":\{"position":(\d+)/;

/** Connects everybody; resolves when each of them knows their place. */
export async function openWaiting(address: string, customers: readonly WaitingCustomer[]): Promise<void> {
  url = address;
  const all = new Promise<void>((resolve) => {
    hear = () => {
      if (positions.size === customers.length) resolve();
    };
  });
  line = await inWaves(customers.length, 32, async (index) => {
    const customer = customers[index];
    if (customer === undefined) throw new Error('unreachable');
    const heard = (text: string) => {
      const [, conversationId = '', position] = POSITION.exec(text) ?? [];
      if (position === undefined) return;
      positions.set(conversationId, Number(position));
      hear(conversationId, Number(position));
    };
    const lost = (reason: string) => process.stderr.write(`${reason}\n`);
    return { customer, socket: await openNativeSocket(url, await ticketFor(url, customer.token), heard, lost) };
  });
  await all;
}

/** The first of the line gives up. */
export async function firstLeaves(limitSeconds: number): Promise<MovedUp> {
  const [first, ...behind] = line;
  if (first === undefined) throw new Error('Nobody waits any more.');
  line = behind;
  const expected = new Map(
    behind.map(({ customer: { conversationId } }) => [conversationId, (positions.get(conversationId) ?? 0) - 1]),
  );
  const times: number[] = [];
  const begin = performance.now();
  const all = new Promise<void>((resolve) => {
    const late = setTimeout(resolve, limitSeconds * 1000);
    hear = (conversationId, position) => {
      if (expected.get(conversationId) !== position) return;
      expected.delete(conversationId);
      times.push(performance.now() - begin);
      if (expected.size > 0) return;
      clearTimeout(late);
      resolve();
    };
  });
  const { status } = await ask('POST', `${url}/v1/online-help/cancel`, first.customer.token);
  if (status !== 200) throw new Error(`Leaving the line: ${status}`);
  const answered = performance.now() - begin;
  await all;
  first.socket.destroy();
  positions.delete(first.customer.conversationId);
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? Number.NaN;
  return { answered, p50: at(0.5), p99: at(0.99), last: at(1), missing: expected.size };
}
