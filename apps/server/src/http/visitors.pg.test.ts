import { randomUUID } from 'node:crypto';
import type { Hint } from '@alongside/domain';
import type { Invitation, Tracking, Visitor, VisitorEvent } from '@alongside/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { call, signIn, startHelp } from '../testing/client.ts';
import { connect } from '../testing/socket.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

const ORIGIN = 'https://bank.example';

let server: TestServer;
let agent: string;
let admin: string;
beforeAll(async () => {
  server = await startTestServer({ origins: [ORIGIN], timing: { visitors: 20 } });
  agent = (await signIn(server, server.demo.agents[0]!)).token;
  admin = (await signIn(server, server.demo.admin)).token;
});
afterAll(() => server.stop());
beforeEach(() => track('on'));

const track = async (tracking: Tracking) => {
  const body = { tracking, keepMonths: 3 };
  const answer = await call(server, 'PUT', '/v1/visitor-settings', { token: admin, body });
  expect(answer).toMatchObject({ status: 200, body });
};

const view = (title: string) => ({
  id: randomUUID(),
  type: 'page_view',
  data: { title, url: `${ORIGIN}/${title}` },
});

interface Reported {
  readonly kept: boolean | null;
  readonly invitation: Invitation | null;
}
const report = (visitorId: string, more: object, headers: Record<string, string> = {}) =>
  call<Reported>(server, 'POST', '/v1/visitor-events', {
    body: { tenant: server.demo.tenant.domain, visitorId, ...more },
    headers,
  });
const read = (visitorId: string) =>
  call<{ visitor: Visitor; events: VisitorEvent[] }>(server, 'GET', `/v1/visitors/${visitorId}`, { token: agent });

test('[VIS1] who waits knows that it is stored; who does not is answered at once, and it is stored soon', async () => {
  const visitorId = randomUUID();
  expect((await report(visitorId, { events: [view('home')], wait: true })).body).toEqual({
    kept: true,
    invitation: null,
  });
  expect((await read(visitorId)).body).toMatchObject({ visitor: { page: { title: 'home' } } });
  expect((await report(visitorId, { events: [view('loans')] })).body).toEqual({ kept: null, invitation: null });
  await expect.poll(async () => (await read(visitorId)).body.visitor.page?.title).toBe('loans');
});

test('a page that closes may send it as text, from a page that the tenant lists and from no other', async () => {
  const visitorId = randomUUID();
  const text = JSON.stringify({ tenant: server.demo.tenant.domain, visitorId, events: [view('bye')], wait: true });
  const send = (origin: string) =>
    call<Reported>(server, 'POST', '/v1/visitor-events', {
      body: text,
      headers: { 'content-type': 'text/plain;charset=UTF-8', origin },
    });
  await expect.poll(async () => (await send(ORIGIN)).status).toBe(200);
  expect((await send('https://elsewhere.example')).error?.code).toBe('origin_refused');
  // Where JSON is asked for, text is still refused: a form of another page could send that.
  const sneaky = await call(server, 'POST', '/v1/online-help/start', {
    body: text,
    headers: { 'content-type': 'text/plain' },
  });
  expect(sneaky.status).toBe(415);
});

test('what does not fit is refused by its place', async () => {
  const [visitorId, bad] = [randomUUID(), view('x')];
  expect((await report('me', { events: [bad] })).error).toMatchObject({ code: 'invalid_request', field: '/visitorId' });
  expect((await report(visitorId, { events: [{ ...bad, type: 'other' }] })).error?.code).toBe('invalid_request');
  expect((await report(visitorId, { events: Array.from({ length: 101 }, () => view('x')) })).error?.code).toBe(
    'invalid_request',
  );
  expect((await report(visitorId, { tenant: 'nobody', events: [bad] })).error).toMatchObject({
    code: 'not_found',
    field: '/tenant',
  });
});

test('[VIS2] without consent nothing of the pages is kept; given, it is; taken back, all of it goes', async () => {
  await track('consent');
  const visitorId = randomUUID();
  expect((await report(visitorId, { events: [view('home')], wait: true })).body.kept).toBe(false);
  expect((await read(visitorId)).status).toBe(404);
  const device = { os: 'Android', kind: 'mobile' };
  await report(visitorId, { consent: 'granted', device, events: [view('home')], wait: true });
  expect((await read(visitorId)).body).toMatchObject({
    visitor: { device, consent: 'granted' },
    events: { length: 2 },
  });
  expect((await report(visitorId, { consent: 'denied', events: [view('more')], wait: true })).body.kept).toBe(false);
  expect((await read(visitorId)).body).toMatchObject({
    visitor: { device: {}, page: null, consent: 'denied', pageViews: 0 },
    events: [],
  });
});

test('an agent sees who is on the site, is told when they move, and invites them', async () => {
  const socket = await connect(server, agent);
  await socket.request({ t: 'watch_visitors', on: true });
  const visitorId = randomUUID();
  await report(visitorId, { events: [view('loans')], journey: { referrer: 'https://search.example/' }, wait: true });
  await socket.frame('visitors', (frame) => frame.visitorIds.includes(visitorId));
  const { body } = await call<{ visitors: Visitor[] }>(server, 'GET', '/v1/visitors', { token: agent });
  expect(body.visitors[0]).toMatchObject({ id: visitorId, page: { title: 'loans' }, customer: null });

  const hints: Hint[] = [];
  const stop = server.platform.bus.subscribe((hint) => hints.push(hint));
  const invited = await call<Invitation>(server, 'POST', `/v1/visitors/${visitorId}/invitation`, {
    token: agent,
    body: { text: 'May I help with your loan?' },
  });
  stop();
  expect(invited).toMatchObject({ status: 201, body: { text: 'May I help with your loan?' } });
  expect(hints).toContainEqual(
    expect.objectContaining({ kind: 'visitor', visitorId, invitation: invited.body, customerId: null }),
  );
  expect((await report(visitorId, { wait: true })).body.invitation).toEqual(invited.body);
  const shown = { id: randomUUID(), type: 'proactive_displayed', data: { actionId: invited.body.id } };
  expect((await report(visitorId, { events: [shown], wait: true })).body.invitation).toBeNull();

  await report(visitorId, { events: [{ id: randomUUID(), type: 'page_left' }], wait: true });
  const late = await call(server, 'POST', `/v1/visitors/${visitorId}/invitation`, {
    token: agent,
    body: { text: 'Hi' },
  });
  expect(late).toMatchObject({ status: 409, error: { code: 'visitor_gone' } });
  await socket.request({ t: 'watch_visitors', on: false });
  await socket.close();
});

test('[VIS3] the trail stands beside the chat of whoever began it on that device', async () => {
  const visitorId = randomUUID();
  await report(visitorId, { events: [view('mortgages')], wait: true });
  const { conversationId, customer, token } = await startHelp(server, undefined, { visitorId });
  const trail = (by: string) =>
    call<{ trail: { visitor: Visitor; events: VisitorEvent[] } | null }>(
      server,
      'GET',
      `/v1/conversations/${conversationId}/trail`,
      { token: by },
    );
  expect((await trail(agent)).body.trail).toMatchObject({
    visitor: { id: visitorId, customer: { id: customer.id }, page: { title: 'mortgages' } },
    events: { length: 2 },
  });
  expect((await trail(token)).error?.code).toBe('not_allowed');
  const other = await startHelp(server);
  const none = await call(server, 'GET', `/v1/conversations/${other.conversationId}/trail`, { token: agent });
  expect(none).toMatchObject({ status: 200, body: { trail: null } });
});

test('[VIS4] a customer is told nothing of visitors', async () => {
  const { token } = await startHelp(server);
  const socket = await connect(server, token);
  expect((await socket.refused({ t: 'watch_visitors', on: true })).code).toBe('not_allowed');
  await socket.close();
});

test('an administrator erases a visitor, whatever is still in memory', async () => {
  const visitorId = randomUUID();
  await report(visitorId, { events: [view('home')] });
  await expect.poll(async () => (await read(visitorId)).status).toBe(200);
  const erase = (token: string) => call(server, 'DELETE', `/v1/visitors/${visitorId}`, { token });
  expect((await erase(agent)).error?.code).toBe('not_allowed');
  await report(visitorId, { events: [view('more')] });
  expect((await erase(admin)).status).toBe(204);
  expect((await read(visitorId)).status).toBe(404);
  expect((await erase(admin)).status).toBe(404);
});
