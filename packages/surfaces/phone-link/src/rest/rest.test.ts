import { expect, test } from 'vitest';
import type { PhoneLinkRequest } from '../exchange.ts';
import type { ListedCall, PhoneLinkPorts, RequestVerdict } from '../ports.ts';
import { phoneLinkAddresses } from '../routes.ts';
import { clockOf } from './show-call.ts';

const call: ListedCall = {
  id: 'id-1',
  callCode: '1763712000-ABC-7',
  tempId: '0123456789',
  direction: 'outbound',
  customerNumber: '+84988888888',
  companyNumber: '+842873001234',
  agentId: 'agent-1',
  agentNumber: '50007',
  lastAgentId: 'agent-1',
  lastAgentNumber: '50007',
  queueId: null,
  contactId: 'contact-1',
  customerId: 'C-1',
  requestedAt: '2026-11-21T08:00:00.000Z',
  answeredAt: '2026-11-21T08:00:05.000Z',
  endedAt: '2026-11-21T09:01:06.000Z',
  waitSeconds: 5,
  holdSeconds: 0,
  talkSeconds: 3_661,
  endedBy: 'agent',
  endReason: 'hung_up',
  missedReason: null,
  sipStatus: null,
  recordings: ['recording-1'],
};

function world(given: { calls?: readonly ListedCall[]; verdict?: RequestVerdict | null; enabled?: boolean } = {}) {
  const asked: unknown[] = [];
  const ports: PhoneLinkPorts = {
    company: async (domain) => (domain === 'test' ? { tenantId: 't', enabled: given.enabled ?? true } : null),
    admit: async (_tenant, token) => (token === 'good' ? (given.verdict ?? { kind: 'pass' }) : null),
    agents: async (_tenant, page, count) => {
      asked.push({ page, count });
      return { agents: [], total: 7 };
    },
    async calls(_tenant, filter, page, count) {
      asked.push({ ...filter, page, count });
      return { calls: given.calls ?? [call], total: (given.calls ?? [call]).length };
    },
    recording: async () => ({ bytes: new Uint8Array([1, 2]), contentType: 'audio/webm' }),
    signIn: async (_tenant, token) => ({ ok: false, refusal: token as 'expired' }),
    sign: (text) => `signed(${Buffer.from(text).toString('hex')})`,
    verify: (text, signature) => signature === `signed(${Buffer.from(text).toString('hex')})`,
    now: () => new Date('2026-11-21T10:00:00.000Z'),
  };
  const ask = async (operationId: string, more: Partial<PhoneLinkRequest> = {}) => {
    const route = phoneLinkAddresses(ports).find((one) => one.operationId === operationId);
    const answer = await route!.handle({
      query: {},
      headers: { authorization: 'Bearer good' },
      body: '',
      address: '127.0.0.1',
      base: 'https://help.example',
      ...more,
      params: { domain: 'test', ...more.params },
    });
    const body = typeof answer.body === 'string' ? JSON.parse(answer.body) : answer.body;
    return { ...answer, body, text: answer.body };
  };
  return { ask, asked };
}

test('a call is listed as real records look', async () => {
  const { ask } = world();
  const { status, body } = await ask('phoneLinkCalls');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    code: 'ok',
    numFound: 1,
    calls: [
      {
        call_id: '1763712000-ABC-7',
        temp_id: '0123456789',
        caller: '+842873001234',
        called: '+84988888888',
        user_id: 'agent-1',
        agent_id: '50007',
        last_agent_id: '50007',
        call_type: 1,
        start_time: '2026-11-21T08:00:00.000Z',
        wait_time: '00:00:05',
        hold_time: '00:00:00',
        talk_time: '01:01:01',
        call_status: 'meetAgent',
        end_status: 'system',
        missed_reason: null,
      },
    ],
  });
  expect(body.calls[0].path).toMatch(
    /^https:\/\/help\.example\/test\/api\/v1\/recordings\/recording-1\?until=\d+&signature=/,
  );
  expect(body.calls[0].path_download).toBe(`${body.calls[0].path}&download=1`);
});

test('a missed call that came in has no recording, its reason, and the customer as the caller', async () => {
  const missed: ListedCall = {
    ...call,
    direction: 'inbound',
    answeredAt: null,
    endedBy: 'customer',
    missedReason: 'missed_customer',
    talkSeconds: 0,
    recordings: [],
    sipStatus: 487,
  };
  const { body } = await world({ calls: [missed] }).ask('phoneLinkCalls');
  expect(body.calls[0]).toMatchObject({
    caller: '+84988888888',
    call_type: 0,
    call_status: 'miss',
    end_status: 'cus',
    missed_reason: 'missed_customer',
    sip_code: 487,
  });
  expect(body.calls[0]).not.toHaveProperty('path');
});

test('a call that still rings is neither missed nor met', async () => {
  const ringing = { ...call, answeredAt: null, endedAt: null, endedBy: null, recordings: [] };
  const { body } = await world({ calls: [ringing] }).ask('phoneLinkCalls');
  expect(body.calls[0]).toMatchObject({ call_status: null, end_status: null, end_time: null });
});

test('the filters of the page reach the store; both spellings of an answered call are understood', async () => {
  const { ask, asked } = world();
  const query = {
    start_time_since: '2026-11-20T00:00:00Z',
    start_time_to: '2026-11-21T00:00:00+07:00',
    phone: '0988888888',
    agent_id: '50007',
    temp_id: '0123456789',
    page: '2',
    count: '500',
  };
  for (const call_status of ['meetAgent', 'metAgent'])
    await ask('phoneLinkCalls', { query: { ...query, call_status } });
  expect(asked).toEqual(
    Array(2).fill({
      from: '2026-11-20T00:00:00.000Z',
      to: '2026-11-20T17:00:00.000Z',
      number: '0988888888',
      agentNumber: '50007',
      tempId: '0123456789',
      answered: true,
      page: 2,
      count: 500,
    }),
  );
});

test.each([
  [{ count: '501' }],
  [{ count: '0' }],
  [{ count: 'x' }],
  [{ page: '0' }],
  [{ start_time_since: 'yesterday' }],
  [{ start_time_to: '2026-13-01T00:00:00Z' }],
  [{ temp_id: 'x'.repeat(121) }],
  [{ call_status: 'met' }],
])('%j is refused with what is wrong', async (query) => {
  const { ask, asked } = world();
  const { status, body } = await ask('phoneLinkCalls', { query });
  expect([status, body.code]).toEqual([400, 'errors']);
  expect(body.message).toContain(Object.keys(query)[0]);
  expect(asked).toEqual([]);
});

test('50 rows unless asked for, and how many there are', async () => {
  const { ask, asked } = world();
  expect((await ask('phoneLinkAgents')).body).toEqual({ code: 'ok', numFound: 7, agents: [] });
  expect(asked).toEqual([{ page: 1, count: 50 }]);
});

test('one call by its call_id, or 404', async () => {
  expect((await world().ask('phoneLinkCall', { params: { callId: call.callCode } })).body.call.call_id).toBe(
    call.callCode,
  );
  expect((await world({ calls: [] }).ask('phoneLinkCall', { params: { callId: 'x' } })).status).toBe(404);
});

test('who is refused, and how', async () => {
  const status = async (given: Parameters<typeof world>[0], more: Partial<PhoneLinkRequest> = {}) =>
    (await world(given).ask('phoneLinkCalls', more)).status;
  expect(await status({}, { params: { domain: 'nobody' } })).toBe(404);
  expect(await status({ enabled: false })).toBe(405);
  expect(await status({}, { headers: {} })).toBe(401);
  expect(await status({}, { headers: { authorization: 'Bearer bad' } })).toBe(401);
  const tooMany = await world({ verdict: { kind: 'too_many', waitSeconds: 0.4 } }).ask('phoneLinkCalls');
  expect([tooMany.status, tooMany.text, tooMany.headers['retry-after']]).toEqual([
    429,
    '{"code":"errors","message":"Too Many Attempts."}',
    '1',
  ]);
  const paused = await world({ verdict: { kind: 'paused', waitSeconds: 900 } }).ask('phoneLinkCalls');
  expect([paused.status, paused.headers['retry-after']]).toEqual([404, '900']);
  expect(paused.body.message).toContain('15 minutes');
});

test("a recording's address opens it for an hour, for this recording alone", async () => {
  const { ask } = world();
  const { body } = await ask('phoneLinkCalls');
  const query = Object.fromEntries(new URL(body.calls[0].path_download).searchParams);
  const params = { recordingId: 'recording-1' };
  const fetched = await world().ask('phoneLinkRecording', { params, query, headers: {} });
  expect([fetched.status, fetched.headers['content-disposition']]).toEqual([200, 'attachment; filename="call.webm"']);
  for (const [wrongParams, wrongQuery] of [
    [{ recordingId: 'recording-2' }, query],
    [params, { ...query, until: '9999999999' }],
    [params, {}],
  ] as const)
    expect((await world().ask('phoneLinkRecording', { params: wrongParams, query: wrongQuery })).status).toBe(401);
});

test.each([
  ['no_agent', 400],
  ['unknown_agent', 400],
  ['not_genuine', 401],
  ['expired', 401],
  ['off', 405],
])('a web login with a token that is %s answers %i', async (token, status) => {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) };
  expect((await world().ask('phoneLinkLogin', json)).status).toBe(status);
  const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `token=${token}` };
  expect((await world().ask('phoneLinkLogin', form)).status).toBe(status);
});

test('a web login without a token is told what is missing', async () => {
  for (const body of ['', '{}', '{"token":1}', 'nonsense']) {
    const { status } = await world().ask('phoneLinkLogin', { headers: { 'content-type': 'application/json' }, body });
    expect(status, body).toBe(400);
  }
});

test('durations are written HH:MM:SS', () => {
  expect([0, 59, 60, 3_599, 3_600, 360_000].map(clockOf)).toEqual([
    '00:00:00',
    '00:00:59',
    '00:01:00',
    '00:59:59',
    '01:00:00',
    '100:00:00',
  ]);
});
