import { createHmac, randomUUID } from 'node:crypto';
import { endGoneCustomers } from '@alongside/domain';
import type { Contact, SignedIn, Started } from '@alongside/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { call, mintHash, signIn, startHelp } from '../testing/client.ts';
import { type Asked, fakeCompany } from '../testing/fake-company.ts';
import { connect } from '../testing/socket.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
let company: Awaited<ReturnType<typeof fakeCompany>>;
let admin: string;
let elif: SignedIn & { token: string };
let secret = '';
let count = 0;

/** Holds everybody, and vouches for everybody. */
const friendly = ({ method, path }: Asked) => {
  if (path === '/help/CreateInteraction') return { body: { success: true, result: { interactionId: `I-${++count}` } } };
  if (path === '/help/checkauthtoken') return { body: 'Validated' };
  if (path.startsWith('/help/CheckToken')) return { body: { success: true, result: {} } };
  if (path === '/help/CreateDocument') return { body: { success: true, documentId: 'D-1' } };
  return { status: method === 'DELETE' ? 204 : 404, body: '' };
};

beforeAll(async () => {
  server = await startTestServer();
  company = await fakeCompany();
  admin = (await signIn(server, server.demo.admin)).token;
  elif = await signIn(server, server.demo.agents[0]!);
  const changed = await call(server, 'PATCH', `/v1/agent-settings/${elif.agent.id}`, {
    token: admin,
    body: { staffNumber: '45186' },
  });
  expect(changed.status).toBe(200);
  const saved = await saveBackend('external');
  secret = saved.body.secret ?? '';
  expect(secret).not.toBe('');
});
beforeEach(() => company.answer(friendly));
afterAll(async () => {
  await company[Symbol.asyncDispose]();
  await server.stop();
});

const saveBackend = (queue: 'ours' | 'external', more: object = {}) =>
  call<{ secret?: string; queue: string }>(server, 'PUT', '/v1/company-backend', {
    token: admin,
    body: { url: company.url, queue, ...more },
  });

async function signed(path: string, body: object) {
  const raw = JSON.stringify({ ...body, requestId: randomUUID() });
  const date = new Date().toUTCString();
  const { accessKeyId, accessKeySecret } = server.demo.onlineHelp;
  const signature = createHmac('sha256', accessKeySecret)
    .update(['POST', 'application/json', date, raw, `/v1/${path}`].join('\n'))
    .digest('base64');
  const answer = await call<Record<string, unknown>>(server, 'POST', `/v1/${path}`, {
    body: raw,
    headers: {
      'content-type': 'application/json',
      'x-dlg-date': date,
      'x-dlg-requester-userid': '45186',
      'x-dlg-authorization': `DLGA ${accessKeyId}:${signature}`,
    },
  });
  return answer.body;
}

const started = (kind: Record<string, unknown>, customerId = `C-${randomUUID()}`) =>
  call<Started>(server, 'POST', '/v1/online-help/start', {
    body: {
      tenant: server.demo.tenant.domain,
      customerId,
      customerName: 'Ada',
      deviceHash: 'D1',
      startId: randomUUID(),
      helpType: 'CHAT',
      isLoggedIn: true,
      ...kind,
    },
  });
const askedFor = (customerId: string) =>
  company.request(({ path, text }) => path === '/help/CreateInteraction' && text.includes(`"${customerId}"`));
const interactionOf = async (contactId: string) => {
  for (;;) {
    const found = await server.platform.store.transaction(server.demo.tenant.id, (tx) =>
      tx.company.interactionOf(contactId),
    );
    if (found?.interactionId) return found.interactionId;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const ended = async (token: string, conversationId: string) => {
  const socket = await connect(server, token);
  await socket.request({ t: 'subscribe', conversationId, after: 0 });
  await socket.until(
    () => socket.entries(conversationId).some(({ body }) => body.kind === 'contact.ended'),
    'the end of the contact',
  );
  const entry = socket.entries(conversationId).find(({ body }) => body.kind === 'contact.ended');
  await socket.close();
  return entry?.body as { reason: string; message?: string };
};
const open = (customerId: string) =>
  call<Contact>(server, 'POST', '/v1/customers/by-number/open', { token: elif.token, body: { customerId } });

test('[OWN1] [OWN5] a start asks the call system to hold the customer; they have no place with us, and the agent it puts them through to starts', async () => {
  const customerId = `C-${randomUUID()}`;
  const transactionHash = await mintHash(server, { customerId, deviceHash: 'D1' });
  const attachedData = { segment: 'gold' };
  const { body } = await started({ transactionHash, attachedData, idNumber: '11111111110' }, customerId);
  const asked = await askedFor(customerId);
  expect(JSON.parse(asked.text)).toEqual({ identityNumber: '11111111110', customerId, attachedData });
  const signature = createHmac('sha256', secret)
    .update(['POST', 'application/json', asked.headers['x-dlg-date'], asked.text, '/help/CreateInteraction'].join('\n'))
    .digest('base64');
  expect(asked.headers['x-dlg-authorization']).toMatch(/^DLGA alongside_[0-9a-f]{32}:/);
  expect(String(asked.headers['x-dlg-authorization']).split(':')[1]).toBe(signature);
  const status = await call(server, 'GET', '/v1/online-help', { token: body.token });
  expect(status.body).toMatchObject({ state: 'waiting', standing: null });

  expect((await open(customerId)).body).toMatchObject({ state: 'active', owner: { id: elif.agent.id }, attachedData });
  expect((await open(customerId)).status).toBe(200);
  expect(await signed('application/iscustomerinonlinehelp', { customerId })).toMatchObject({
    isInHelp: true,
    helpType: 'inbound',
    staffId: '45186',
  });
  expect(await signed('application/finishonlinehelp', { customerId, staffId: '1' })).toMatchObject({ errorCode: 400 });
  expect(await signed('application/finishonlinehelp', { customerId, staffId: '45186' })).toMatchObject({
    isSuccess: true,
  });
  expect(await ended(body.token, body.conversationId)).toMatchObject({ reason: 'ended_by_system' });
  expect(await signed('application/finishonlinehelp', { customerId, staffId: '45186' })).toMatchObject({
    errorCode: 400,
  });
});

test('[F11] a customer who gives up is removed from the call system, and an agent who opens them later is refused', async () => {
  const customerId = `C-${randomUUID()}`;
  const help = await startHelp(server, customerId);
  await askedFor(customerId);
  const id = await interactionOf(help.contactId);
  await call(server, 'POST', '/v1/online-help/cancel', { token: help.token });
  await company.request(({ method, path }) => method === 'DELETE' && path === `/help/${id}`);
  expect((await open(customerId)).status).toBe(404);
});

test('[F13] interactionisnotdelivered ends the wait with its message: 400, 402 and 403 as published', async () => {
  const path = 'application/interactionisnotdelivered';
  const customerId = `C-${randomUUID()}`;
  const help = await startHelp(server, customerId);
  await askedFor(customerId);
  const interactionId = await interactionOf(help.contactId);
  expect(await signed(path, { message: 'x' })).toMatchObject({ isSuccess: false, errorCode: 400 });
  expect(await signed(path, { interactionId: 'none' })).toMatchObject({ isSuccess: false, errorCode: 402 });
  const message = 'All lines are busy; please call 0850.';
  expect(await signed(path, { interactionId, message })).toMatchObject({ isSuccess: true });
  expect(await ended(help.token, help.conversationId)).toEqual(
    expect.objectContaining({ reason: 'ended_by_system', message }),
  );
  expect(await signed(path, { interactionId })).toMatchObject({ errorCode: 402 });
  // The call system said so itself: it is not told.
  expect(company.asked.some(({ method, path: at }) => method === 'DELETE' && at === `/help/${interactionId}`)).toBe(
    false,
  );

  const again = await startHelp(server, `C-${randomUUID()}`);
  const first = await interactionOf(again.contactId);
  await server.platform.store.transaction(server.demo.tenant.id, async (tx) => {
    await tx.contacts.pick(again.contactId, elif.agent.id);
    await tx.contacts.requeue(again.contactId, elif.agent.id, {});
  });
  const second = await (async () => {
    for (;;) {
      const id = await interactionOf(again.contactId);
      if (id !== first) return id;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  expect(await signed(path, { interactionId: first })).toMatchObject({ errorCode: 403 });
  expect(await signed(path, { interactionId: second, sessionId: again.contactId })).toMatchObject({ isSuccess: true });
});

test('[F13] an interaction of a wait that is over is another one’s, once the same customer waits again', async () => {
  const path = 'application/interactionisnotdelivered';
  const customerId = `C-${randomUUID()}`;
  const before = await startHelp(server, customerId);
  const first = await interactionOf(before.contactId);
  await call(server, 'POST', '/v1/online-help/cancel', { token: before.token });
  expect(await signed(path, { interactionId: first })).toMatchObject({ errorCode: 402 });
  const now = await startHelp(server, customerId);
  const second = await interactionOf(now.contactId);
  expect(await signed(path, { interactionId: first })).toMatchObject({ errorCode: 403 });
  expect(await signed(path, { interactionId: second })).toMatchObject({ isSuccess: true });
  expect(await signed(path, { interactionId: first })).toMatchObject({ errorCode: 402 });
});

test('[F13] a call system that says at once that nobody is free is heard, though its answer is not noted yet', async () => {
  const customerId = `C-${randomUUID()}`;
  let told: Promise<Record<string, unknown>> | undefined;
  company.answer((asked) => {
    if (asked.path !== '/help/CreateInteraction' || !asked.text.includes(`"${customerId}"`)) return friendly(asked);
    told ??= signed('application/interactionisnotdelivered', { interactionId: 'I-early', message: 'Nobody is free.' });
    return { body: { success: true, result: { interactionId: 'I-early' } } };
  });
  const help = await startHelp(server, customerId);
  await askedFor(customerId);
  expect(await told).toMatchObject({ isSuccess: true });
  expect(await ended(help.token, help.conversationId)).toMatchObject({ message: 'Nobody is free.' });
});

test('[OWN1] a call system that refuses tells the customer so; one that fails is asked again with the same key', async () => {
  company.answer(() => ({ body: { success: false, errorMessage: 'Closed until nine.' } }));
  const refused = await startHelp(server);
  expect(await ended(refused.token, refused.conversationId)).toMatchObject({ message: 'Closed until nine.' });

  let failures = 0;
  company.answer((asked) =>
    asked.path === '/help/CreateInteraction' && failures++ === 0 ? { status: 503, body: '' } : friendly(asked),
  );
  const customerId = `C-${randomUUID()}`;
  const help = await startHelp(server, customerId);
  await interactionOf(help.contactId);
  const asks = company.asked.filter(({ text }) => text.includes(`"${customerId}"`));
  expect(asks.map(({ headers }) => headers['idempotency-key'])).toEqual([
    asks[0]?.headers['idempotency-key'],
    asks[0]?.headers['idempotency-key'],
  ]);
});

test('[OWN3] a registered customer starts by a token that the company knows; a repeat gets the same help; anything else is one refusal', async () => {
  const customerId = `C-${randomUUID()}`;
  const startId = randomUUID();
  const registration = { deviceId: 'phone-1', dlgToken: 'token-1' };
  const first = await started({ registration, startId }, customerId);
  expect(first.status).toBe(201);
  const asked = await company.request(({ path }) => path === '/help/checkauthtoken');
  expect(JSON.parse(asked.text)).toEqual({ ...registration, customerNo: customerId, deviceHash: 'D1' });
  expect((await started({ registration }, customerId)).error?.code).toBe('already_in_help');
  // Good once.
  company.answer(() => ({ body: 'ExpiredToken' }));
  const again = await started({ registration, startId }, customerId);
  expect(again.body.contactId).toBe(first.body.contactId);
  const stranger = { ...registration, dlgToken: 'guessed' };
  expect((await started({ registration: stranger, startId }, customerId)).error?.code).toBe('start_refused');
  expect((await started({ registration })).error?.code).toBe('start_refused');
  company.answer(() => ({ body: 'InternalError' }));
  expect((await started({ registration })).error?.code).toBe('company_unavailable');
  expect((await started({})).error?.code).toBe('invalid_request');
  expect((await started({ registration, transactionHash: 'x' })).error?.code).toBe('invalid_request');
});

test('attached data has its measure', async () => {
  const registration = { deviceId: 'phone-1', dlgToken: 'token-1' };
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, '']));
  const long = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`k${n}`, 'x'.repeat(1_900)]));
  for (const attachedData of [many, long, { k: 'x'.repeat(2_001) }, { k: 1 }, { '': 'x' }])
    expect((await started({ registration, attachedData })).error?.code).toBe('invalid_request');
});

test('the agent page’s token signs in whom the company vouches for, by staff number', async () => {
  const token = (more: object = {}) =>
    call<SignedIn>(server, 'POST', '/v1/agent/company-sign-in', {
      body: { userId: '45186', sessionId: 'S1', dlgToken: 'T1', transport: 'bearer', ...more },
    });
  const { status, body } = await token();
  expect([status, body.agent.id]).toEqual([200, elif.agent.id]);
  await company.request(({ path }) => path === '/help/CheckToken?sessionId=S1&token=T1&userNo=45186');
  expect((await call(server, 'GET', '/v1/agent/me', { token: body.token })).status).toBe(200);
  expect((await token({ userId: '1' })).error?.code).toBe('wrong_credentials');
  company.answer(() => ({ body: { success: false, errorMessage: 'no' } }));
  expect((await token()).error?.code).toBe('wrong_credentials');
  company.answer(() => ({ status: 500, body: '' }));
  expect((await token()).error?.code).toBe('company_unavailable');
});

test('the agent page may be framed by the company’s own application only', async () => {
  const policy = async (path: string) => (await call(server, 'GET', path)).headers.get('content-security-policy');
  expect(await policy('/app/agentchat.html')).toContain("frame-ancestors 'none'");
  await call(server, 'PATCH', '/v1/tenant', {
    token: admin,
    body: { agentPageOrigins: ['https://crm.bank.example'] },
  });
  expect(await policy('/app/agentchat.html')).toContain("frame-ancestors 'self' https://crm.bank.example");
  expect(await policy('/app/agentchat.html?tenant=nobody')).toContain("frame-ancestors 'none'");
});

test('a file goes into the company’s document store', async () => {
  const customerId = `C-${randomUUID()}`;
  const help = await startHelp(server, customerId);
  const upload = await call<{ file: { id: string } }>(
    server,
    'POST',
    `/v1/conversations/${help.conversationId}/files?name=note.txt`,
    { token: help.token, body: new TextEncoder().encode('Hello'), headers: { 'content-type': 'text/plain' } },
  );
  expect(upload.status).toBe(201);
  const id = (upload.body as unknown as { id: string }).id ?? upload.body.file.id;
  const saved = await call(server, 'POST', `/v1/files/${id}/document`, {
    token: elif.token,
    body: { description: 'A note', folder: 'Help', fields: { customerId } },
  });
  expect([saved.status, saved.body]).toEqual([201, { documentId: 'D-1' }]);
  const asked = await company.request(({ path }) => path === '/help/CreateDocument');
  expect(JSON.parse(asked.text)).toMatchObject({
    userId: '45186',
    fileName: 'note.txt',
    base64FileContent: 'SGVsbG8=',
    dmsFolderName: 'Help',
    documentFields: { customerId },
  });
  company.answer(() => ({ body: { success: false, errorMessage: 'Full.' } }));
  const refused = await call(server, 'POST', `/v1/files/${id}/document`, { token: elif.token, body: {} });
  expect(refused.error).toMatchObject({ code: 'company_refused', message: 'Full.' });
});

test('[F15] [OWN4] a customer whose app stays away is in the report as killed, and the agent is told', async () => {
  await call(server, 'PATCH', '/v1/tenant', { token: admin, body: { customerGoneSeconds: 5 } });
  const customerId = `C-${randomUUID()}`;
  const help = await startHelp(server, customerId);
  const socket = await connect(server, help.token);
  await open(customerId);
  socket.raw.terminate();
  await socket.closed;
  for (;;) {
    await endGoneCustomers(server.platform);
    const { body } = await call<{ state: string }>(server, 'GET', '/v1/online-help', { token: help.token });
    if (body.state === 'ended') break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const rows = await signed('reporting/getonlinehelplist', { startDate: 0, endDate: Date.now() + 1_000, customerId });
  expect(rows).toEqual([
    expect.objectContaining({ helpState: 'onlinehelp_ended_customer_kill_app', agentId: '45186' }),
  ]);
});

test('private addresses are refused, and nothing is asked once the backend is removed', async () => {
  const { error } = await call(server, 'PUT', '/v1/company-backend', {
    token: admin,
    body: { url: 'https://10.0.0.1/', queue: 'ours' },
  });
  expect(error?.code).toBe('address_not_allowed');
  expect((await call(server, 'GET', '/v1/company-backend', { token: elif.token })).error?.code).toBe('not_allowed');
  expect((await saveBackend('ours')).body).not.toHaveProperty('secret');
  const ours = await startHelp(server);
  expect((await call(server, 'GET', '/v1/online-help', { token: ours.token })).body).toMatchObject({
    standing: { position: expect.any(Number) },
  });
  expect((await call(server, 'DELETE', '/v1/company-backend', { token: admin })).status).toBe(204);
  const registration = { deviceId: 'phone-1', dlgToken: 'token-1' };
  expect((await started({ registration })).error?.code).toBe('company_not_set');
});
