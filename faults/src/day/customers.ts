import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { OnlineHelpStatus, Started } from '@alongside/protocol';
import { call, mintHash } from '../calls.ts';
import type { Demo } from '../server-process.ts';
import type { ToldFacts } from './facts.ts';

/** Milliseconds between two tries, as the SDK has them: doubled each time, and spread. */
const BASE = 250;
const CAP = 5_000;
/** So long a customer tries to get in; longer than any restart. */
const PATIENCE = 120_000;

/** Again until there is an answer: the server is killed now and then. Refusals that may pass are asked again too. */
async function insist<T>(work: () => Promise<T | null>): Promise<T> {
  const until = performance.now() + PATIENCE;
  let last: unknown = 'refused';
  for (let n = 0; performance.now() < until; n += 1) {
    const found = await work().catch((error: unknown) => {
      last = error;
      return null;
    });
    if (found !== null) return found;
    await delay(BASE / 2 + Math.random() * Math.min(CAP, BASE * 2 ** n));
  }
  throw new Error('A customer could not get in within two minutes.', { cause: last });
}

/** Asks for help as an app does: a hash from the company, then the start, repeated under one id until it is answered. */
export async function arrive(
  url: string,
  demo: Demo,
  { customerId, queueId }: { customerId: string; queueId: string },
): Promise<Started> {
  const deviceHash = `device-${randomUUID()}`;
  const transactionHash = await insist(() => mintHash(url, demo, customerId, deviceHash));
  const body = {
    tenant: demo.tenant.domain,
    customerId,
    customerName: `Customer ${customerId}`,
    deviceHash,
    transactionHash,
    startId: `start-${deviceHash}`,
    helpType: 'CHAT',
    isLoggedIn: true,
    queueId,
  };
  return insist(async () => {
    const answer = await call<Started>(url, 'POST', '/v1/online-help/start', { body });
    if (answer.status === 201) return answer.body;
    if (answer.status < 500 && answer.status !== 429) throw new Error(`Start: ${answer.status} ${answer.code}`);
    return null;
  });
}

/** What the customer is told at once; null: it rings or is answered already. */
export async function askStanding(url: string, { token, contactId }: Started): Promise<ToldFacts | null> {
  const { body } = await insist(async () => {
    const answer = await call<OnlineHelpStatus>(url, 'GET', '/v1/online-help', { token });
    return answer.status === 200 ? answer : null;
  });
  const at = Date.now();
  if (body.standing === null || body.state !== 'waiting') return null;
  const { position, wait } = body.standing;
  return { contactId, at, position, wait };
}

/** No longer wants to wait; whoever is being answered meanwhile stays. */
export async function giveUp(url: string, { token }: Started): Promise<void> {
  await call(url, 'POST', '/v1/online-help/cancel', { token }).catch(() => null);
}
