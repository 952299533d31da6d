import { randomBytes } from 'node:crypto';
import { unpackRecords } from '@alongside/cobrowse/relay';
import type { CobrowsePlayback, CobrowseRecording, CobrowseSettings, Entry } from '@alongside/protocol';
import { sweepRecordings } from '@alongside/domain';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call } from '../testing/client.ts';
import { cobrowseWorld, type End, PAGE } from '../testing/cobrowse.ts';
import { talking } from '../testing/scene.ts';
import { startTestServer, type TestServer } from '../testing/start-test-server.ts';

let server: TestServer;
let admin: string;
const { pageEnd, agentEnd, joined, dom, signedIn } = cobrowseWorld(() => server);

beforeAll(async () => {
  server = await startTestServer({ origins: [PAGE] });
  admin = await signedIn(server.demo.admin);
  const { id } = server.demo.agents[0]!;
  await call(server, 'PATCH', `/v1/agent-settings/${id}`, { token: admin, body: { capacity: 50 } });
});
afterAll(() => server.stop());

const SETTINGS: CobrowseSettings = {
  privateByDefault: false,
  rules: [{ pages: ['/account/*'], mask: ['.balance', '[data-secret]'] }],
  viewable: ['staff'],
  interactive: [],
  recording: { allowed: true, days: 30, minutes: 60, megabytes: 100 },
};
const setSettings = (change: Partial<CobrowseSettings>) =>
  call<CobrowseSettings>(server, 'PUT', '/v1/cobrowse/settings', { token: admin, body: { ...SETTINGS, ...change } });
const consents = (view: string, control = 'no', recording = 'no') => ({ t: 'consent', view, control, recording });
const META = { type: 4, data: { href: '', width: 10, height: 10 } };
const WHOLE = [
  META,
  { type: 2, data: { node: { type: 0, id: 1, childNodes: [] }, initialOffset: { top: 0, left: 0 } } },
];
const SCROLL = [{ type: 3, data: { source: 3, id: 1, x: 0, y: 7 } }];
/** The same as `dom`, for one viewer. */
function domFor(viewer: number, events: unknown): Uint8Array {
  const frame = Buffer.from(dom(events));
  frame.writeUInt16BE(viewer, 2);
  return frame;
}

/** A conversation with an agent who has offered co-browse. */
async function offered() {
  const { started, agent } = await talking(server);
  const path = `/v1/conversations/${started.conversationId}`;
  const { body, status } = await call<{ cid: string }>(server, 'POST', `${path}/cobrowse/offer`, {
    token: agent.token,
  });
  expect(status).toBe(201);
  const log = async () => {
    const page = await call<{ entries: Entry[] }>(server, 'GET', `${path}/entries?limit=100`, { token: agent.token });
    return page.body.entries.map((entry) => entry.body).filter(({ kind }) => kind.startsWith('cobrowse.'));
  };
  const answer = (what: string, token = started.token) =>
    call<{ cid: string; sessionToken: string; policy: unknown }>(
      server,
      'POST',
      `${path}/cobrowse/${body.cid}/${what}`,
      {
        token,
      },
    );
  return { started, agent, path, cid: body.cid, log, answer };
}
async function together() {
  const offer = await offered();
  const { body } = await offer.answer('accept');
  const page = pageEnd({ cid: offer.cid, sessionToken: body.sessionToken });
  await page.frame('welcome');
  const agent = await agentEnd(offer.cid, offer.agent.token);
  await Promise.all([page.frame('joined'), agent.frame('you')]);
  return { ...offer, page, watching: agent };
}
/** The log once it holds so many entries of co-browse. */
const settled = (log: () => Promise<unknown[]>, count: number) =>
  expect.poll(async () => (await log()).length, { timeout: 5_000 }).toBe(count);

test('[COB7] an agent offers, the customer accepts, and the log tells what became of it', async () => {
  const { cid, log, answer, started, page, watching } = await together();
  page.send(consents('asked'));
  page.send(consents('no'));
  page.send(consents('yes', 'yes'));
  page.send(consents('yes'));
  await settled(log, 6);
  page.send({ t: 'end' });
  await watching.frame('ended');
  await settled(log, 7);
  const said = (await log()).map((body) => {
    if (body.kind === 'cobrowse.consent') return `${body.what} ${body.answer} ${body.agentName !== ''}`;
    return body.kind === 'cobrowse.ended' ? body.reason : body.kind;
  });
  expect(said).toEqual([
    'cobrowse.offered',
    'cobrowse.started',
    'view refused true',
    'view given true',
    'control given true',
    'control revoked true',
    'ended_by_customer',
  ]);
  expect((await log()).every((body) => 'cid' in body && body.cid === cid)).toBe(true);
  expect((await answer('accept')).status).toBe(404);
  expect(started.conversationId).toBeTruthy();
});

test('[COB7] an offer is for the customer of that conversation alone, answered once; a declined one is over', async () => {
  const offer = await offered();
  const again = await call<{ cid: string }>(server, 'POST', `${offer.path}/cobrowse/offer`, {
    token: offer.agent.token,
  });
  expect(again.body.cid).toBe(offer.cid);
  const stranger = await offered();
  expect((await offer.answer('accept', stranger.started.token)).status).toBe(404);
  const other = await signedIn(server.demo.agents[1]!);
  expect((await call(server, 'POST', `${offer.path}/cobrowse/offer`, { token: other })).error?.code).toBe('not_owner');
  expect((await offer.answer('decline')).status).toBe(204);
  expect((await offer.answer('decline')).status).toBe(204);
  expect((await offer.answer('accept')).status).toBe(404);
  expect((await offer.log()).map(({ kind }) => kind)).toEqual(['cobrowse.offered', 'cobrowse.ended']);
  const watching = await agentEnd(offer.cid, offer.agent.token);
  expect(await watching.closed).toBe(4403);
});

test('[COB7] the end of the contact ends what was looked at in it, on both sides; what a code alone began goes on', async () => {
  const alone = await joined();
  for (const ends of ['agent', 'customer'] as const) {
    const { page, watching, log, answer, agent, started } = await together();
    const { status } =
      ends === 'agent'
        ? await call(server, 'POST', `/v1/contacts/${started.contactId}/end`, { token: agent.token, body: {} })
        : await call(server, 'POST', '/v1/online-help/end', { token: started.token });
    expect(status).toBe(200);
    for (const side of [page, watching]) {
      expect(await side.frame('ended')).toMatchObject({ by: 'system' });
      await side.closed;
    }
    expect((await log()).at(-1)).toMatchObject({ kind: 'cobrowse.ended', reason: 'contact_ended' });
    expect((await answer('accept')).status).toBe(404);
  }
  alone.page.send(consents('yes'));
  await alone.agent.frame('consent', ({ view }) => view === 'yes');
  alone.page.send({ t: 'end' });
  await alone.agent.frame('ended');
});

test('[COB7] a code that is typed in a conversation belongs to it from then on', async () => {
  const { started, agent } = await talking(server);
  const { conversationId } = started;
  const own = await call<{ cid: string; shortCode: string }>(
    server,
    'POST',
    `/v1/conversations/${conversationId}/cobrowse`,
    {
      token: started.token,
    },
  );
  await call(server, 'POST', '/v1/cobrowse/join', { token: agent.token, body: { shortCode: own.body.shortCode } });
  const list = await call<{ sessions: { cid: string; conversationId: string | null; state: string }[] }>(
    server,
    'GET',
    '/v1/cobrowse',
    { token: agent.token },
  );
  expect(list.body.sessions).toContainEqual(
    expect.objectContaining({ cid: own.body.cid, conversationId, state: 'joined' }),
  );
});

test('[COB8] a page is told what to hide when it comes in, and again when administration changes it', async () => {
  await setSettings({});
  const { page } = await joined();
  const welcome = await page.frame('welcome');
  expect(welcome.policy).toEqual({ rules: SETTINGS.rules, viewable: ['staff'], interactive: [] });
  await setSettings({ privateByDefault: true });
  const changed = await page.frame('policy');
  expect((changed.policy as { rules: unknown[] }).rules).toEqual([{ mode: 'private' }, ...SETTINGS.rules]);
  page.send({ t: 'end' });
  await page.closed;
});

test('[COB9] where no recording is allowed the customer is not asked, and whoever asks is told', async () => {
  await setSettings({ recording: { ...SETTINGS.recording, allowed: false } });
  const { page, agent } = await joined();
  agent.send({ t: 'ask', what: 'recording' });
  expect(await agent.frame('recording')).toMatchObject({ on: false, why: 'not_allowed' });
  agent.send({ t: 'ask', what: 'view' });
  await page.frame('from');
  expect(page.texts.filter(({ t }) => t === 'from')).toHaveLength(1);
  page.send({ t: 'end' });
});

test('[COB7] what the customer began in a chat its agent joins without a code', async () => {
  const { started, agent } = await talking(server);
  const path = `/v1/conversations/${started.conversationId}/cobrowse`;
  const own = await call<{ cid: string; shortCode: string }>(server, 'POST', path, { token: started.token });
  const joinedIt = await call<{ cid: string }>(server, 'POST', `${path}/offer`, { token: agent.token });
  expect(joinedIt.body.cid).toBe(own.body.cid);
  const { shortCode } = own.body;
  const late = await call(server, 'POST', '/v1/cobrowse/join', { token: agent.token, body: { shortCode } });
  expect(late.error?.code).toBe('short_code_refused');
});

const list = async (conversationId: string, token: string) =>
  (
    await call<{ recordings: CobrowseRecording[] }>(
      server,
      'GET',
      `/v1/cobrowse-recordings?conversationId=${conversationId}`,
      { token },
    )
  ).body.recordings;
const open = (id: string, token: string) =>
  call<CobrowsePlayback>(server, 'GET', `/v1/cobrowse-recordings/${id}`, { token });

/** A recording with a whole page and a change, over. */
async function recorded() {
  await setSettings({});
  const session = await together();
  const { page, watching, started, agent } = session;
  page.send(consents('yes'));
  page.send(dom(WHOLE));
  await watching.until(() => watching.binary[0], 'the page');
  page.send(consents('yes', 'no', 'yes'));
  await watching.frame('recording', ({ on }) => on === true);
  expect(await page.frame('from')).toMatchObject({ frame: { t: 'watch' } });
  page.send(domFor(1, WHOLE));
  page.send(dom(SCROLL));
  await watching.until(() => watching.binary[1], 'the change');
  return { ...session, conversationId: started.conversationId, token: agent.token };
}

test('[COB9] with the consent what is seen is kept from a whole page on, plays back, and is told of in the audit log', async () => {
  const { page, watching, conversationId, token } = await recorded();
  // The page that was asked for the recording is not shown to those who have it.
  expect(watching.binary.map((frame) => frame.includes('"type":2'))).toEqual([true, false]);
  page.send(consents('yes'));
  await watching.frame('recording', ({ on }) => on === false);
  await expect.poll(async () => (await list(conversationId, token))[0]?.endReason).toBe('withdrawn');
  page.send(dom([{ type: 3, data: { source: 3, id: 1, x: 0, y: 99 } }]));
  await watching.until(() => watching.binary[2], 'a change that is not recorded');
  const [recording] = await list(conversationId, token);
  const { body } = await open(recording!.id, token);
  expect(body.recording).toMatchObject({ conversationId, bytes: expect.any(Number), endedAt: expect.any(String) });
  expect(body.chunks[0]!.wholePagesMs).toHaveLength(1);
  const records = [];
  for (const { n } of body.chunks) {
    const answer = await fetch(server.url + body.chunkUrl.replace('{n}', String(n)));
    records.push(...unpackRecords(new Uint8Array(await answer.arrayBuffer())));
  }
  const words = records.map(({ body }) => Buffer.from(body).toString());
  expect(words.some((word) => word.startsWith('[{"type":4'))).toBe(true);
  expect(words.some((word) => word.includes('"y":7'))).toBe(true);
  expect(words.join()).not.toContain('"y":99');
  const audit = await call<{ records: { target: { id: string } }[] }>(
    server,
    'GET',
    '/v1/audit?action=cobrowse_recording.opened&limit=1',
    { token: admin },
  );
  expect(audit.body.records[0]!.target.id).toBe(recording!.id);
  const unsigned = await fetch(server.url + body.chunkUrl.replace('{n}', '0').split('?')[0]);
  expect(unsigned.status).toBe(404);
});

test('[COB9] another agent finds no recording, a supervisor does; it goes when its days are over', async () => {
  const { page, conversationId, token, cid } = await recorded();
  page.send({ t: 'end' });
  await expect.poll(async () => (await list(conversationId, token))[0]?.endReason).toBe('ended');
  const { id } = (await list(conversationId, token))[0]!;
  const other = await signedIn(server.demo.agents[1]!);
  expect([await list(conversationId, other), (await open(id, other)).status]).toEqual([[], 404]);
  const { body } = await open(id, admin);
  const chunk = server.url + body.chunkUrl.replace('{n}', '0');
  expect((await fetch(chunk)).status).toBe(200);
  const client = new pg.Client({ connectionString: server.demo.database });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [server.demo.tenant.id]);
  await client.query('UPDATE cobrowse_recordings SET deletes_at = clock_timestamp() WHERE id = $1', [id]);
  await client.end();
  await sweepRecordings(server.platform);
  expect([(await open(id, admin)).status, (await fetch(chunk)).status]).toEqual([404, 404]);
  expect(cid).toBeTruthy();
});

test('[COB9] a recording ends at its limit, and those who watch are told', async () => {
  await setSettings({ recording: { ...SETTINGS.recording, megabytes: 1 } });
  const { page, watching } = await together();
  page.send(consents('yes', 'no', 'yes'));
  await watching.frame('recording', ({ on }) => on === true);
  const text = (id: number) => [
    {
      type: 3,
      data: {
        source: 0,
        texts: [{ id, value: randomBytes(36_000).toString('base64') }],
        attributes: [],
        removes: [],
        adds: [],
      },
    },
  ];
  const full = watching.frame('recording', ({ why }) => why === 'full');
  for (let n = 0; n < 60; n += 1) page.send(dom(text(n)));
  expect(await full).toMatchObject({ on: false });
  page.send({ t: 'end' });
});

/** As every client does: who is asked to come again comes again. */
async function letIn(come: () => End | Promise<End>): Promise<End> {
  for (;;) {
    const end = await come();
    const word = await end.until(() => end.texts[0], 'an answer');
    if (word.t === 'welcome') return end;
    await end.closed;
  }
}

test('[COB10] a session whose sides come to two processes meets, and goes on when the one that held it is gone', async () => {
  const beside = await startTestServer({ beside: server });
  const far = cobrowseWorld(() => beside);
  try {
    const { session, token, page, agent } = await joined();
    // The holder is the first process: what comes to the second is passed on.
    const supervisor = await far.agentEnd(session.cid, await signedIn(server.demo.admin));
    expect(await supervisor.frame('welcome')).toMatchObject({ silent: true });
    const tab = far.pageEnd(session);
    await tab.frame('joined');
    expect(await page.closed).toBe(1000);
    tab.send(consents('yes'));
    tab.send(dom(WHOLE));
    for (const end of [agent, supervisor]) await end.until(() => end.binary[0], 'the page');
    const closed = [tab.closed, agent.closed];
    await server.restart(async () => {
      expect(await Promise.all(closed)).toEqual([1012, 1012]);
      const back = await letIn(() => far.pageEnd(session));
      const again = await letIn(() => far.agentEnd(session.cid, token));
      await Promise.all([back.frame('joined'), again.frame('you')]);
      back.socket.terminate();
      again.socket.terminate();
    });
    const home = await letIn(() => pageEnd(session));
    const there = await letIn(() => far.agentEnd(session.cid, token));
    await Promise.all([home.frame('joined'), there.frame('you')]);
    there.send({ t: 'end' });
    expect(await home.frame('ended')).toEqual({ t: 'ended', by: 'agent' });
  } finally {
    await beside.stop();
  }
});

test('[COB10] from a process that died without a word the session is taken over by whoever its sides come to', async () => {
  const { session, page, agent, token } = await joined();
  const gone = [page.closed, agent.closed];
  page.socket.terminate();
  agent.socket.terminate();
  await Promise.all(gone);
  const client = new pg.Client({ connectionString: server.demo.database });
  await client.connect();
  await client.query(`SELECT set_config('app.tenant', $1, false)`, [server.demo.tenant.id]);
  const heldBy = async (relay: string) => {
    // Until the room is given up its own process may still write.
    await expect
      .poll(
        async () => (await client.query('SELECT relay FROM cobrowse_sessions WHERE id = $1', [session.cid])).rows[0],
      )
      .toEqual({ relay: null });
    await client.query(
      `UPDATE cobrowse_sessions SET relay = $2, relay_until = clock_timestamp() + interval '1 minute' WHERE id = $1`,
      [session.cid, relay],
    );
  };
  await heldBy('0190-dead http://127.0.0.1:1');
  // Who shows no right to come in takes nothing over.
  await pageEnd({ cid: session.cid, sessionToken: `${session.sessionToken.slice(0, -3)}xyz` }).closed;
  const { rows } = await client.query('SELECT relay FROM cobrowse_sessions WHERE id = $1', [session.cid]);
  expect(rows).toEqual([{ relay: '0190-dead http://127.0.0.1:1' }]);
  const back = await letIn(() => pageEnd(session));
  const again = await letIn(() => agentEnd(session.cid, token));
  await Promise.all([back.frame('joined'), again.frame('you')]);
  back.send({ t: 'end' });
  await again.frame('ended');
  await client.end();
});
