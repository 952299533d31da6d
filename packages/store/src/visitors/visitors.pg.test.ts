import { randomUUID } from 'node:crypto';
import type { NewVisitorEvent, Tracking, VisitorEvent, VisitorEventType } from '@alongside/protocol';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addTenant, addWaiting, createFixture, type Fixture } from '../testing/fixture.ts';

let fixture: Fixture;
let owner: pg.Client;
let tenantId: string;

beforeAll(async () => {
  fixture = await createFixture();
  owner = new pg.Client({ connectionString: fixture.url });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await fixture[Symbol.asyncDispose]();
});
beforeEach(async () => {
  ({ id: tenantId } = await addTenant(fixture.store));
  await track('on');
});

const track = (tracking: Tracking, keepMonths = 3) =>
  fixture.store.transaction(tenantId, (tx) => tx.visitors.saveSettings({ tracking, keepMonths }));

const event = (type: VisitorEventType, more: Partial<NewVisitorEvent> = {}): NewVisitorEvent => ({
  id: randomUUID(),
  type,
  ...more,
});
const view = (title: string, more: Partial<NewVisitorEvent> = {}) =>
  event('page_view', { data: { title, url: `https://bank.example/${title}` }, ...more });
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

const store = (visitorId: string, ...events: NewVisitorEvent[]) =>
  fixture.store.visitorLog.append(tenantId, visitorId, events, { wait: true });
const visitor = (id: string) => fixture.store.transaction(tenantId, (tx) => tx.visitors.get(id));
const trail = async (id: string): Promise<VisitorEvent[]> =>
  (await fixture.store.transaction(tenantId, (tx) => tx.visitors.trail(id, { limit: 100 }))).events;
const onSite = () => fixture.store.transaction(tenantId, (tx) => tx.visitors.onSite({ limit: 100 }));

test('a page view opens a page and a visit; leaving closes the page', async () => {
  const id = randomUUID();
  expect(await store(id, view('home'))).toEqual({ kept: true, invitation: null });
  expect(await visitor(id)).toMatchObject({ page: { title: 'home' }, visits: 1, pageViews: 1, consent: 'unknown' });
  await store(id, event('page_left', { data: { title: 'home', seconds: 12 } }), view('loans'));
  expect(await visitor(id)).toMatchObject({ page: { title: 'loans' }, visits: 1, pageViews: 2 });
  await store(id, event('page_left', { data: { title: 'loans', seconds: 3 } }));
  expect(await visitor(id)).toMatchObject({ page: null, visits: 1, pageViews: 2 });
  const events = await trail(id);
  expect(events.map(({ type }) => type).sort()).toEqual(['page_left', 'page_left', 'page_view', 'page_view', 'visit']);
  expect(new Set(events.map(({ visitId }) => visitId)).size).toBe(1);
});

test('closing an older tab leaves the visitor on the page of the newer one', async () => {
  const id = randomUUID();
  const left = (title: string) => event('page_left', { data: { title, url: `https://bank.example/${title}` } });
  await store(id, view('home'));
  await store(id, view('loans'));
  await store(id, left('home'));
  expect(await visitor(id)).toMatchObject({ page: { title: 'loans' } });
  expect((await onSite()).visitors.map(({ id: seen }) => seen)).toEqual([id]);
  await store(id, left('loans'));
  expect(await visitor(id)).toMatchObject({ page: null });
});

test('a trail keeps the order of sending, and begins with the visit', async () => {
  const id = randomUUID();
  await store(id, view('a'), event('page_left'), view('b'), event('page_left'), view('c'));
  const types = (await trail(id)).map(({ type, data }) => data.title ?? type);
  expect(types).toEqual(['c', 'page_left', 'b', 'page_left', 'a', 'visit']);
});

test('[VIS5] half an hour after the last page view a new visit begins', async () => {
  const id = randomUUID();
  await store(id, view('a', { at: ago(90) }));
  await store(id, view('b', { at: ago(61) }));
  expect(await visitor(id)).toMatchObject({ visits: 1, page: null });
  await store(id, view('c', { at: ago(30) }));
  const events = await trail(id);
  expect(await visitor(id)).toMatchObject({ visits: 2, pageViews: 3 });
  const visitOf = (title: string) => events.find(({ data }) => data.title === title)?.visitId;
  expect(visitOf('a')).toBe(visitOf('b'));
  expect(visitOf('c')).not.toBe(visitOf('a'));
});

test("an app's own visits are kept as they are", async () => {
  const id = randomUUID();
  const visitId = randomUUID();
  await store(id, event('visit', { visitId }), view('home', { visitId }));
  expect((await trail(id)).map((one) => one.visitId)).toEqual([visitId, visitId]);
  expect(await visitor(id)).toMatchObject({ visits: 1, pageViews: 1 });
});

test('[VIS5] the same event twice is one event, and a late one does not replace the page', async () => {
  const id = randomUUID();
  const first = view('home', { at: ago(5) });
  await store(id, first);
  await store(id, first);
  await store(id, view('now', { at: ago(1) }));
  await store(id, event('page_left', { at: ago(2) }), view('late', { at: ago(2) }));
  expect(await visitor(id)).toMatchObject({ pageViews: 3, visits: 1, page: { title: 'now' } });
});

test('[VIS5] a clock that is ahead or far behind is not believed', async () => {
  const id = randomUUID();
  await store(id, view('ahead', { at: '2099-01-01T00:00:00.000Z' }), view('behind', { at: '1999-01-01T00:00:00Z' }));
  for (const { at } of await trail(id)) expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000);
});

test('conversions, custom events and what happened to an invitation are counted and told', async () => {
  const id = randomUUID();
  await store(id, view('home'), event('conversion', { data: { conversionType: 'loan', conversionValue: 1200.5 } }));
  const invited = await fixture.store.transaction(tenantId, (tx) =>
    tx.visitors.invite(id, { id: randomUUID(), text: 'May I help?', agentName: 'Ada' }),
  );
  expect(invited?.invitation).toMatchObject({ text: 'May I help?', agentName: 'Ada' });
  const waiting = await store(id);
  expect(waiting).toEqual({ kept: true, invitation: invited?.invitation });
  const actionId = invited?.invitation.id ?? '';
  expect(await store(id, event('proactive_displayed', { data: { actionId } }))).toEqual({
    kept: true,
    invitation: null,
  });
  expect(await visitor(id)).toMatchObject({ conversions: 1, invitation: null });
});

test('who has no page open cannot be invited', async () => {
  const id = randomUUID();
  const invite = () =>
    fixture.store.transaction(tenantId, (tx) =>
      tx.visitors.invite(id, { id: randomUUID(), text: 'Hi', agentName: 'Ada' }),
    );
  expect(await invite()).toBeNull();
  await store(id, view('home'), event('page_left'));
  expect(await invite()).toBeNull();
});

test('without consent nothing is kept but what a chat needs', async () => {
  await track('consent');
  const id = randomUUID();
  expect(await store(id, view('home'))).toEqual({ kept: false, invitation: null });
  expect(await visitor(id)).toBeNull();
  const facts = {
    device: { os: 'iOS', country: 'NL' },
    journey: { referrer: 'https://a.example' },
    pushToken: 'token-1',
  };
  await fixture.store.transaction(tenantId, (tx) => tx.visitors.remember(id, facts));
  expect(await visitor(id)).toMatchObject({ device: {}, journey: {}, consent: 'unknown' });
  const { customerId } = await addWaiting(fixture.store, tenantId);
  await fixture.store.transaction(tenantId, (tx) => tx.visitors.identify(id, customerId, null));
  expect(await fixture.store.transaction(tenantId, (tx) => tx.visitors.pushTargets(customerId))).toEqual([
    { visitorId: id, channelId: null, pushToken: 'token-1', platform: 'ios' },
  ]);
});

test('where a visitor came from stays, and what is said of a device is added', async () => {
  await track('on');
  const id = randomUUID();
  const remember = (facts: object) => fixture.store.transaction(tenantId, (tx) => tx.visitors.remember(id, facts));
  await remember({ journey: { utm: { source: 'mail' } }, device: { language: 'nl' } });
  await remember({ journey: {}, device: { os: 'iOS' } });
  expect(await visitor(id)).toMatchObject({
    journey: { utm: { source: 'mail' } },
    device: { language: 'nl', os: 'iOS' },
  });
});

test('consent given lets a visitor be followed; taken back, everything gathered goes', async () => {
  await track('consent');
  const id = randomUUID();
  const say = (consent: 'granted' | 'denied') =>
    fixture.store.transaction(tenantId, (tx) => tx.visitors.remember(id, { consent, device: { os: 'iOS' } }));
  await say('granted');
  await store(id, view('home'));
  expect(await visitor(id)).toMatchObject({ consent: 'granted', pageViews: 1, device: { os: 'iOS' } });
  await say('denied');
  expect(await visitor(id)).toMatchObject({ consent: 'denied', pageViews: 0, device: {}, page: null });
  expect(await trail(id)).toEqual([]);
  await track('on');
  expect(await store(id, view('home'))).toEqual({ kept: false, invitation: null });
  expect(await trail(id)).toEqual([]);
});

test('switched off, even who agreed is not followed', async () => {
  const id = randomUUID();
  await fixture.store.transaction(tenantId, (tx) => tx.visitors.remember(id, { consent: 'granted' }));
  await track('off');
  expect(await store(id, view('home'))).toMatchObject({ kept: false });
  expect(await trail(id)).toEqual([]);
});

test('erased, nothing is left of a visitor, and another stays whole', async () => {
  const [one, two] = [randomUUID(), randomUUID()];
  await store(one, view('home'));
  await store(two, view('home'));
  expect(await fixture.store.transaction(tenantId, (tx) => tx.visitors.erase(one))).toBe(true);
  expect(await visitor(one)).toBeNull();
  expect(await trail(one)).toEqual([]);
  expect(await trail(two)).toHaveLength(2);
  expect(await fixture.store.transaction(tenantId, (tx) => tx.visitors.erase(one))).toBe(false);
});

test('the list of those on the site pages without gaps, the latest first', async () => {
  const ids = Array.from({ length: 5 }, () => randomUUID());
  for (const [index, id] of ids.entries()) await store(id, view('home', { at: ago(10 - index) }));
  const page = (cursor?: string) =>
    fixture.store.transaction(tenantId, (tx) => tx.visitors.onSite({ limit: 2, ...(cursor ? { cursor } : {}) }));
  const found: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const { visitors, nextCursor } = await page(cursor);
    found.push(...visitors.map(({ id }) => id));
    cursor = nextCursor;
  }
  expect(found).toEqual([...ids].reverse());
});

test('a batch is one statement and one hint, and half a character costs nobody anything', async () => {
  const ids = Array.from({ length: 500 }, () => randomUUID());
  fixture.bus.hints.length = 0;
  for (const [index, id] of ids.entries())
    await fixture.store.visitorLog.append(tenantId, id, [view(index === 7 ? 'bad \uD800 and \0' : 'home')]);
  await fixture.store.visitorLog.flush();
  expect(fixture.bus.hints).toEqual([
    { kind: 'visitors', tenantId, visitorIds: expect.objectContaining({ length: 500 }) },
  ]);
  expect((await visitor(ids[7] ?? ''))?.page?.title).toBe('bad \uFFFD and \uFFFD');
  expect((await onSite()).visitors).toHaveLength(100);
});

test('[VIS1] more than fits into memory is refused, and what fitted is kept', async () => {
  const id = randomUUID();
  const crowd = () => Array.from({ length: 100 }, () => view('home'));
  const asked = Array.from({ length: 300 }, () => fixture.store.visitorLog.append(tenantId, id, crowd()));
  const outcomes = await Promise.allSettled(asked);
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(100);
  expect(refused[0]).toMatchObject({ reason: { code: 'rate_limited', detail: { retryAfterSeconds: 2 } } });
  await fixture.store.visitorLog.flush();
  expect((await visitor(id))?.pageViews).toBe(20_000);
});

test('a crowd of one tenant leaves room for another', async () => {
  const other = await addTenant(fixture.store);
  const crowd = Array.from({ length: 100 }, () => view('home'));
  await fixture.store.visitorLog.append(other.id, randomUUID(), [view('home')]);
  const asked = Array.from({ length: 150 }, () => fixture.store.visitorLog.append(tenantId, randomUUID(), crowd));
  const outcomes = await Promise.allSettled(asked);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(50);
  await expect(fixture.store.visitorLog.append(other.id, randomUUID(), crowd)).resolves.toBeNull();
  await fixture.store.visitorLog.flush();
});

const months = async (): Promise<string[]> =>
  (
    await owner.query<{ name: string }>(
      `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
       WHERE inhparent = 'visitor_events'::regclass ORDER BY relname`,
    )
  ).rows.map(({ name }) => name);

/** A month that lies so many months back, with an event of this tenant in it. */
async function oldMonth(back: number, visitorId: string): Promise<string> {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT 'visitor_events_' || to_char(visitor_month($1), 'YYYYMM') AS name, make_visitor_month(visitor_month($1))`,
    [back],
  );
  await owner.query('BEGIN');
  await owner.query(`SELECT set_config('app.tenant', $1, true)`, [tenantId]);
  await owner.query(
    `INSERT INTO visitor_events (tenant_id, visitor_id, at, id, visit_id, type, data)
     VALUES ($1, $2, visitor_month($3) + interval '3 days', gen_random_uuid(), gen_random_uuid(), 'page_view', '{}')`,
    [tenantId, visitorId, back],
  );
  await owner.query('COMMIT');
  return rows[0]?.name ?? '';
}

test('[VIS6] months are there ahead, whole months go when nobody keeps them, and what one tenant alone does not keep goes by itself', async () => {
  // Other tests' tenants keep three months.
  const id = randomUUID();
  await track('on', 6);
  const six = await oldMonth(6, id);
  const seven = await oldMonth(7, id);
  expect(await months()).toEqual(expect.arrayContaining([six, seven]));
  await fixture.store.sweeps.keepVisitorMonths();
  expect(await months()).toContain(six);
  expect(await months()).not.toContain(seven);
  expect(await trail(id)).toHaveLength(1);
  const now = new Date();
  for (const ahead of [0, 1, 2]) {
    const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
    expect(await months()).toContain(`visitor_events_${month.toISOString().slice(0, 7).replace('-', '')}`);
  }
  const keeper = await addTenant(fixture.store);
  await fixture.store.transaction(keeper.id, (tx) => tx.visitors.saveSettings({ tracking: 'on', keepMonths: 12 }));
  await track('on', 1);
  await fixture.store.sweeps.keepVisitorMonths();
  expect(await months()).toContain(six);
  expect(await trail(id)).toEqual([]);
  await fixture.store.transaction(keeper.id, (tx) => tx.visitors.saveSettings({ tracking: 'on', keepMonths: 1 }));
  await fixture.store.sweeps.keepVisitorMonths();
  expect(await months()).not.toContain(six);
});

test('a month that was never made is made by the first event that needs it', async () => {
  const now = new Date();
  const name = `visitor_events_${now.toISOString().slice(0, 7).replace('-', '')}`;
  await owner.query(`DROP TABLE ${name}`);
  const id = randomUUID();
  expect(await store(id, view('home'))).toMatchObject({ kept: true });
  expect(await months()).toContain(name);
});

test('the months have walls of their own, and the role of the server reaches them through the table alone', async () => {
  const { rows } = await owner.query(
    `SELECT relname FROM pg_class WHERE relispartition AND relname LIKE 'visitor_events_%' AND relkind = 'r'
     AND NOT (relrowsecurity AND relforcerowsecurity)`,
  );
  expect(rows).toEqual([]);
  const [month] = await months();
  const role = await owner.query(`SELECT FROM pg_roles WHERE rolname = 'alongside_app'`);
  if (role.rowCount === 0) return;
  const { rows: granted } = await owner.query(
    `SELECT has_table_privilege('alongside_app', $1, 'SELECT, INSERT, UPDATE, DELETE') AS direct,
       has_table_privilege('alongside_app', 'visitor_events', 'SELECT') AS parent`,
    [month],
  );
  expect(granted).toEqual([{ direct: false, parent: true }]);
});
