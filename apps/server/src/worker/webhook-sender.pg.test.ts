import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Webhook, WebhookDelivery, WebhookEvent, WebhookTest } from '@alongside/protocol';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { call, signIn, startHelp } from '../testing/client.ts';
import { connect } from '../testing/socket.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';
import { WebhookSender } from './webhook-sender.ts';

interface Got {
  readonly id: string;
  readonly signatures: readonly string[];
  readonly event: WebhookEvent;
  readonly body: string;
  readonly timestamp: number;
}

/** A receiver on this machine that keeps what it got, and answers as it is told. */
class Receiver {
  readonly got: Got[] = [];
  answer: (response: ServerResponse, got: Got) => void = (response) => response.writeHead(204).end();
  readonly #server: Server;
  readonly #waiting = new Set<() => void>();

  constructor() {
    this.#server = createServer((request, response) => void this.#take(request, response));
  }

  async open(): Promise<this> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const got: Got = {
      id: String(request.headers['webhook-id']),
      signatures: String(request.headers['webhook-signature']).split(' '),
      timestamp: Number(request.headers['webhook-timestamp']),
      event: JSON.parse(body) as WebhookEvent,
      body,
    };
    this.got.push(got);
    this.answer(response, got);
    for (const look of [...this.#waiting]) look();
  }

  /** Waits until so many requests have come. */
  async until(fits: (got: readonly Got[]) => boolean): Promise<readonly Got[]> {
    await new Promise<void>((done, fail) => {
      const look = () => {
        if (!fits(this.got)) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        done();
      };
      const timer = setTimeout(
        () => fail(new Error(`Waited 10 s; there came: ${JSON.stringify(this.got.map(({ event }) => event.type))}`)),
        10_000,
      );
      this.#waiting.add(look);
      look();
    });
    return this.got;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}

let server: TestServer;
let token: string;
const receivers: Receiver[] = [];
const webhooks: string[] = [];
beforeAll(async () => {
  server = await startTestServer();
  ({ token } = await signIn(server, server.demo.admin));
});
afterAll(() => server.stop());
afterEach(async () => {
  for (const id of webhooks.splice(0)) await call(server, 'DELETE', `/v1/webhooks/${id}`, { token });
  for (const one of receivers.splice(0)) await one.close();
});

async function receiver(): Promise<Receiver> {
  const one = await new Receiver().open();
  receivers.push(one);
  return one;
}

async function hook(url: string, body: object = {}): Promise<{ webhook: Webhook; secret: string }> {
  const made = await call<{ webhook: Webhook; secret: string }>(server, 'POST', '/v1/webhooks', {
    token,
    body: { url, events: ['message.created', 'contact.requested', 'contact.ended'], ...body },
  });
  expect(made.status).toBe(201);
  webhooks.push(made.body.webhook.id);
  return made.body;
}

const shown = async (id: string) => (await call<Webhook>(server, 'GET', `/v1/webhooks/${id}`, { token })).body;
const deliveries = async (id: string) =>
  (await call<{ deliveries: WebhookDelivery[] }>(server, 'GET', `/v1/webhooks/${id}/deliveries`, { token })).body
    .deliveries;

const signatureOf = (secret: string, { id, timestamp, body }: Got) =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64')}`;

test('[HOOK2] what happens reaches the receiver signed, in order, each with an id of its own', async () => {
  const one = await receiver();
  const { secret, webhook } = await hook(one.url);
  const started = await startHelp(server);
  const customer = await connect(server, started.token);
  for (const text of ['a', 'b'])
    await customer.request({
      t: 'send',
      conversationId: started.conversationId,
      clientId: `c-${text}`,
      body: { kind: 'text', text },
    });
  await call(server, 'POST', '/v1/online-help/end', { token: started.token });
  const got = await one.until((all) => all.length === 4);
  expect(got.map(({ event }) => event.type)).toEqual([
    'contact.requested',
    'message.created',
    'message.created',
    'contact.ended',
  ]);
  expect(new Set(got.map(({ id }) => id)).size).toBe(4);
  for (const request of got) expect(request.signatures).toEqual([signatureOf(secret, request)]);
  expect(got[1]?.event.data).toMatchObject({ clientId: 'c-a', kind: 'text' });
  expect(got[1]?.body).not.toContain('"text":"a"');
  await expect.poll(async () => (await shown(webhook.id)).waiting).toBe(0);
  await customer.close();
});

test('[HOOK4] one that failed comes again with the same id and body; what follows in its conversation waits for it', async () => {
  const one = await receiver();
  let refused = false;
  one.answer = (response) => {
    response.writeHead(refused ? 200 : 500).end();
    refused = true;
  };
  await hook(one.url, { events: ['contact.requested', 'contact.ended'] });
  const started = await startHelp(server);
  await call(server, 'POST', '/v1/online-help/end', { token: started.token });
  await one.until((all) => all.length === 1);
  // The sender of the server waits five seconds; one whose time is ahead does not.
  const ahead = new WebhookSender(server.platform, () => 10);
  try {
    const got = await one.until((all) => all.length === 3);
    expect(got.map(({ event }) => event.type)).toEqual(['contact.requested', 'contact.requested', 'contact.ended']);
    expect(got[1]?.id).toBe(got[0]?.id);
    expect(got[1]?.body).toBe(got[0]?.body);
  } finally {
    await ahead.close();
  }
});

test('[HOOK5] 410 switches the webhook off, and the audit log says so', async () => {
  const one = await receiver();
  one.answer = (response) => response.writeHead(410).end();
  const { webhook } = await hook(one.url, { events: ['contact.requested'] });
  await startHelp(server);
  await one.until((all) => all.length === 1);
  await expect
    .poll(() => shown(webhook.id))
    .toMatchObject({ enabled: false, disabledReason: 'receiver_gone', dead: 1, waiting: 0 });
  const { body } = await call<{ records: object[] }>(server, 'GET', '/v1/audit?action=webhook.switched_off', { token });
  expect(body.records[0]).toMatchObject({ actor: { kind: 'system' }, target: { id: webhook.id } });
});

test('[HOOK5] 429 with a pause holds everything of this receiver for as long', async () => {
  const one = await receiver();
  one.answer = (response) => response.writeHead(429, { 'retry-after': '3600' }).end();
  const { webhook } = await hook(one.url, { events: ['contact.requested'] });
  await startHelp(server);
  await one.until((all) => all.length === 1);
  await expect.poll(async () => (await shown(webhook.id)).heldUntil).not.toBeNull();
  await startHelp(server);
  const early = new WebhookSender(server.platform, () => 3_000);
  await expect.poll(async () => (await deliveries(webhook.id)).length).toBe(2);
  await early.close();
  expect(one.got).toHaveLength(1);
  one.answer = (response) => response.writeHead(200).end();
  const late = new WebhookSender(server.platform, () => 4_500);
  await one.until((all) => all.length === 3);
  await late.close();
});

test('[HOOK6] a receiver that is slow delays neither the chat nor another receiver', async () => {
  const [slow, quick] = [await receiver(), await receiver()];
  const held: ServerResponse[] = [];
  slow.answer = (response) => void held.push(response);
  await hook(slow.url, { events: ['message.created', 'contact.requested'] });
  await hook(quick.url, { events: ['message.created', 'contact.requested'] });
  const conversations = await Promise.all(Array.from({ length: 12 }, () => startHelp(server)));
  const slowest = await Promise.all(
    conversations.map(async ({ token: customer, conversationId }) => {
      const begun = performance.now();
      const answer = await call(server, 'POST', `/v1/conversations/${conversationId}/entries`, {
        token: customer,
        body: { clientId: 'one', body: { kind: 'text', text: 'hello' } },
      });
      expect(answer.status).toBe(201);
      return performance.now() - begun;
    }),
  );
  await quick.until((all) => all.length === 24);
  expect(Math.max(...slowest)).toBeLessThan(2_000);
  // Never more than four requests under way at one receiver.
  expect(slow.got.length).toBeLessThanOrEqual(4);
  slow.answer = (response) => response.writeHead(200).end();
  for (const response of held) response.writeHead(200).end();
  await slow.until((all) => new Set(all.map(({ id }) => id)).size === 24);
});

test('[HOOK2] while a secret is rotated both sign; a test event shows what the receiver answers', async () => {
  const one = await receiver();
  one.answer = (response) => response.writeHead(418).end('I am a teapot');
  const { webhook, secret } = await hook(one.url);
  const rotated = await call<{ secret: string }>(server, 'POST', `/v1/webhooks/${webhook.id}/rotate`, {
    token,
    body: {},
  });
  const { body } = await call<WebhookTest>(server, 'POST', `/v1/webhooks/${webhook.id}/test`, { token });
  expect(body).toMatchObject({ delivered: false, status: 418, error: 'status', answer: 'I am a teapot' });
  const [got] = one.got;
  expect(got?.event.type).toBe('webhook.test');
  expect(got?.signatures).toEqual([signatureOf(rotated.body.secret, got!), signatureOf(secret, got!)]);
});

test('[OUT1] private addresses that are not allowed are refused when they are set, and secrets are shown once', async () => {
  for (const url of ['https://10.0.0.1/', 'https://169.254.169.254/', 'http://[::1]/', 'https://localhost/']) {
    const refused = await call(server, 'POST', '/v1/webhooks', { token, body: { url, events: ['contact.ended'] } });
    expect([url, refused.status, refused.error?.code]).toEqual([url, 400, 'address_not_allowed']);
  }
  const one = await receiver();
  const { webhook, secret } = await hook(one.url);
  const changed = await call(server, 'PATCH', `/v1/webhooks/${webhook.id}`, {
    token,
    body: { url: 'https://10.0.0.1/' },
  });
  expect(changed.error?.code).toBe('address_not_allowed');
  const list = await call(server, 'GET', '/v1/webhooks', { token });
  const audit = await call(server, 'GET', '/v1/audit?limit=100', { token });
  expect(JSON.stringify([list.body, audit.body])).not.toContain(secret);
  expect(JSON.stringify([list.body, audit.body])).not.toContain('whsec_');
});
