import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { Carrier } from '../support/carrier.ts';
import { call, type Json } from '../support/http.ts';
import { Socket } from '../support/socket.ts';
import { hangUp, NUMBER, Office, open, rest, signIn } from './client.ts';

/** The failure cases that need a telephone network: F12 and F13, over SIP. */
const sipPort = inject('sipPort');

describe.runIf(sipPort > 0)('over a telephone network', () => {
  let office: Office;
  let carrier: Carrier;
  let token: string;
  let caller = 84_900_000_000 + Math.floor(Math.random() * 80_000_000);
  beforeAll(async () => {
    office = await Office.open();
    carrier = await Carrier.open(sipPort);
    await office.carrier(carrier.port);
    await office.takesCalls();
    ({ token } = (await signIn(office.sign())).json);
  });
  afterAll(async () => {
    await hangUp(token);
    await carrier.close();
    await office.close();
  });

  /** The one call of this filter, once it is over. */
  async function record(filter: string): Promise<Json> {
    let found: Json = null;
    await expect
      .poll(
        async () => {
          const { json } = await rest(`calls?${filter}`, office.api);
          [found] = json.calls;
          return [json.numFound, found?.end_time ?? null];
        },
        { timeout: 20_000, interval: 200 },
      )
      .toEqual([1, expect.stringMatching(/Z$/)]);
    return found;
  }

  test.each([
    ['busy', 486, 'busy'],
    ['no answer', 408, 'no_answer'],
    ['not there', 480, 'no_answer'],
    ['unreachable', 404, 'unreachable'],
  ])('F12: a customer who is %s: the record is kept once, with the status %i', async (_what, status, reason) => {
    carrier.refuses = status;
    const tempId = randomUUID();
    expect((await open(token, { phone: '0988888888', appToken: office.sign(), tempId })).status).toBe(201);
    expect(await record(`temp_id=${tempId}`)).toMatchObject({
      call_status: 'miss',
      end_status: 'cus',
      sip_code: status,
      end_reason: reason,
      missed_reason: 'missed_customer',
      talk_time: '00:00:00',
    });
  });

  /** An agent who is ready, and a telephone that rings there. */
  async function ringing() {
    const agent = (await signIn(office.sign())).json.token as string;
    const socket = await Socket.open(agent);
    await call('PUT', '/v1/agent/presence', { token: agent, body: { state: 'available' } });
    caller += 1;
    const customer = carrier.call(NUMBER, `+${caller}`);
    const offerNow = () => socket.frames.findLast((frame) => frame.t === 'desk')?.desk.offers[0];
    const offer = await socket.until(() => offerNow() ?? undefined, 'the call to ring at the agent');
    return {
      agent,
      socket,
      customer,
      offer,
      rings: () => offerNow()?.contactId === offer.contactId,
      /** The caller gives up; what history says then. */
      async missed(): Promise<string> {
        await customer.cancel();
        return (await record(`phone=${encodeURIComponent(customer.number)}`)).missed_reason;
      },
      async leave() {
        await call('PUT', '/v1/agent/presence', { token: agent, body: { state: 'away' } });
        await socket.close();
      },
    };
  }

  test('F13: the customer hangs up first', async () => {
    const { missed, leave } = await ringing();
    expect(await missed()).toBe('missed_customer');
    await leave();
  });

  test('F13: the agent rejects', async () => {
    const { agent, socket, offer, missed, rings, leave } = await ringing();
    await call('POST', `/v1/contacts/${offer.contactId}/decline`, { token: agent, body: { epoch: offer.epoch } });
    await socket.until(() => !rings() || undefined, 'the ringing to stop');
    expect(await missed()).toBe('missed_agent_reject');
    await leave();
  });

  test('F13: the agent does not answer in time', async () => {
    const before = await call('GET', '/v1/tenant', { token: office.admin });
    await call('PATCH', '/v1/tenant', { token: office.admin, body: { offerSeconds: 5 } });
    const { socket, missed, rings, leave } = await ringing();
    await call('PATCH', '/v1/tenant', { token: office.admin, body: { offerSeconds: before.offerSeconds } });
    await socket.until(() => !rings() || undefined, 'the ringing to stop');
    expect(await missed()).toBe('missed_agent_timeout');
    await leave();
  });

  test("F13: the agent's device goes while it rings", async () => {
    const { socket, customer, missed } = await ringing();
    await socket.close();
    const number = encodeURIComponent(customer.number);
    const state = async () =>
      (await call('GET', `/v1/calls?number=${number}`, { token: office.admin })).calls[0]?.state;
    // Whoever gave no sign of life for some seconds is gone.
    await expect.poll(state, { timeout: 45_000, interval: 250 }).toBe('requested');
    expect(await missed()).toBe('missed_agent_device');
  });
});
